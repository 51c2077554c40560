"""Validates result documents: validate_result.py SCHEMA DOCUMENT...; exit status 1 and one line a fault if any is wrong."""
import json
import sys

import jsonschema


def faults(schema, path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        yield f"{path}: {error.json_path}: {error.message[:200]}"


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = [fault for path in paths for fault in faults(schema, path)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
