"""One run of a program that is measured, and when what it printed counts."""

import json
import pathlib
import subprocess

RUN_SECONDS_MAX = 120
# What a run must have computed to count, and how far its own sampling may take it from there.
EXPECTED = {"mean_hold_s": 1.0, "mean_sojourn_ms": 5.0, "mean_response_ms": 3.28}
CHECK_TOLERANCE = 0.03


def run_once(command):
    """The record that a program printed, or None and the reason."""
    program = pathlib.Path(command[0])
    if not program.exists():
        return None, f"{program.name} is not built (./dev bench builds it)"
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return None, f"{program.name} took more than {RUN_SECONDS_MAX} s"
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["(no message)"])[-1]
        return None, f"{program.name} ended with status {done.returncode}: {last}"
    try:
        record = last_record(done.stdout)
        problem = check_problem(record["check"])
        float(record["per_second"])
    except (IndexError, KeyError, TypeError, ValueError) as error:
        return None, f"{program.name} printed no record: {error!r}"
    return (None, f"{program.name}: {problem}") if problem else (record, "")


def last_record(printed):
    """The line of JSON that ends what a program printed."""
    return json.loads(printed.strip().splitlines()[-1])


def check_problem(check):
    """What shows that a run did other work than its row says; nothing if it did the same."""
    if check.get("timeouts", 0) != 0:
        return f"{check['timeouts']} time-outs, 0 expected"
    named = [name for name in EXPECTED if name in check]
    if not named:
        return f"its check names none of {', '.join(EXPECTED)}"
    for name in named:
        if abs(check[name] / EXPECTED[name] - 1) > CHECK_TOLERANCE:
            return f"{name} is {check[name]}, {EXPECTED[name]} expected"
    return ""
