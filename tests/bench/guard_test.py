#!/usr/bin/python3
"""bench/guard's reading of callgrind's output, and when a row fails."""

import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True

BENCH = pathlib.Path(__file__).resolve().parent.parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import callgrind

loader = importlib.machinery.SourceFileLoader("guard", str(BENCH / "guard"))
guard = importlib.util.module_from_spec(importlib.util.spec_from_loader("guard", loader))
loader.exec_module(guard)

# main.cpp's work() has 10 of its own, 5 inlined from inlined.hpp, 3 more of its own, and calls helper(), which
# costs 40: 7 in helper.cpp and 33 in what it calls. A file is named once and numbered from then on.
PROFILE = """# callgrind format
version: 1
events: Ir

ob=(1) program
fl=(1) main.cpp
fn=(1) work()
12 6
+1 4
fi=(2) inlined.hpp
7 5
fe=(1)
13 3
cfi=(3) helper.cpp
cfn=(2) helper()
calls=1 20
14 40

fl=(3)
fn=(2)
20 7
cfi=(2)
cfn=(3) deepest()
calls=2 30
* 33

fl=(2)
fn=(3)
30 33

totals: 58
"""


class ReadsCallgrind(unittest.TestCase):
    def test_counts_an_instruction_once_in_the_file_where_it_is_written(self):
        self.assertEqual(callgrind.by_source_file(PROFILE.splitlines()),
                         {"main.cpp": 13, "inlined.hpp": 38, "helper.cpp": 7})

    def test_a_count_that_is_not_callgrinds_own_is_an_error(self):
        with self.assertRaises(callgrind.Failed):
            callgrind.by_source_file(PROFILE.replace("totals: 58", "totals: 59").splitlines())


class Verdict(unittest.TestCase):
    def test_holds_within_the_tolerance(self):
        self.assertEqual(guard.verdict(101.9, 100.0), ("+1.9 %", False))

    def test_fails_where_a_row_got_dearer_or_cheaper_or_has_no_reference(self):
        self.assertEqual(guard.verdict(102.1, 100.0), ("+2.1 %", True))
        self.assertEqual(guard.verdict(97.0, 100.0), ("-3.0 %", True))
        self.assertEqual(guard.verdict(97.0, None), ("no reference", True))


class SourceName(unittest.TestCase):
    def test_is_from_the_root_or_whose_it_is(self):
        self.assertEqual(guard.source_name(str(guard.ROOT / "engine/../models/cpu.cpp")), "models/cpu.cpp")
        self.assertEqual(guard.source_name("/usr/include/c++/12/bits/stl_vector.h"), "C++ library")
        self.assertEqual(guard.source_name("./string/memmove.S"), "C library")


if __name__ == "__main__":
    unittest.main()
