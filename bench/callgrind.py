"""Counts instructions: a program under valgrind's callgrind, and where in the sources they are."""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

from one_run import last_record

MEASURED_PART = "*measured_part*"
RUN_SECONDS_MAX = 600
FILE_LINE = re.compile(r"(?P<of>fl|fi|fe|cfi|cfl)=\((?P<number>\d+)\)(?: (?P<name>.*))?$")
COST_LINE = re.compile(r"(?:[+-]?\d+|\*) (?P<cost>\d+)$")


class Failed(Exception):
    pass


def count(command):
    """The record that a program printed, and a map from source file to the instructions of its measured part."""
    with tempfile.TemporaryDirectory() as folder:
        profile = pathlib.Path(folder) / "callgrind.out"
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", "--collect-atstart=no",
             f"--toggle-collect={MEASURED_PART}", *command],
            capture_output=True, text=True, timeout=RUN_SECONDS_MAX)
        if done.returncode != 0:
            raise Failed(f"{' '.join(map(str, command))}: status {done.returncode}: {done.stderr.strip()[-500:]}")
        with profile.open(encoding="utf-8") as lines:
            by_file = by_source_file(lines)
    if not by_file:
        raise Failed(f"{' '.join(map(str, command))}: no function is named {MEASURED_PART}")
    return last_record(done.stdout), by_file


def by_source_file(lines):
    """The instructions of each source file in callgrind's output, inlined code where it is written.

    The format is in valgrind's manual, "Callgrind Format Specification": fl, fi and fe name the file of the cost lines
    that follow; the cost line after calls= is the callee's, which has lines of its own.
    """
    names, costs = {}, collections.Counter()
    current, is_callees, total = None, False, None
    for line in lines:
        if match := FILE_LINE.match(line):
            names.setdefault(match["number"], match["name"])
            if match["of"] in ("fl", "fi", "fe"):
                current = names[match["number"]]
        elif line.startswith("calls="):
            is_callees = True
        elif match := COST_LINE.match(line):
            if not is_callees:
                costs[current] += int(match["cost"])
            is_callees = False
        elif line.startswith("totals:"):
            total = int(line.split()[1])
    if sum(costs.values()) != total:
        raise Failed(f"the instructions by source file are {sum(costs.values())}, callgrind's total is {total}")
    return costs


def version():
    try:
        return subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        sys.exit("bench/guard: valgrind is not there: ./dev setup bench installs it")
