"""What the programs of bench/ write into docs/speed.md: tables, each between the markers of who wrote it."""

import pathlib
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "speed.md"


def markdown(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def write(command, lines):
    """Puts the lines in the place of what the command wrote last."""
    begin, end = f"<!-- {command}: begin -->", f"<!-- {command}: end -->"
    page = PAGE.read_text(encoding="utf-8")
    if begin not in page or end not in page:
        sys.exit(f"{command}: docs/speed.md has lost its markers: {begin} and {end}")
    before, after = page.split(begin)[0], page.split(end)[1]
    PAGE.write_text("\n".join([before + begin, *lines, end + after]), encoding="utf-8")
    print(f"{command}: wrote docs/speed.md", file=sys.stderr)
