#!/usr/bin/env bash
# The same bytes from every build: the program compiled by gcc and clang, without and with optimisation, and the latter
# also on a processor without FMA and AVX2 (as far as glibc is concerned), runs every variant of every scenario of the
# library; the results must not differ in a byte outside their "machine" blocks.
#
# Without optimisation it takes a dozen times as long. There the base variants go as far as everywhere, and the others,
# which have most of their code in common with them, through their first events (brief.json); with it all go all the way
# (long.json).
#
# usage: builds.sh SOURCE_DIR BUILD_DIR PROGRAM [SCENARIO...]
#   PROGRAM   one that g++ -O3 has built already; empty: it is built here as well
# A compiler that is not installed is skipped, and that is said.
set -euo pipefail

source_dir=$1
build_dir=$2
at_hand=$3
shift 3
scenarios=("$@")
events_most=500000  # of a variant: status 4, and a partial result; beyond the fault of the retry storm
events_at_first=50000
without_fma="GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2"

say() { printf 'builds.sh: %s\n' "$*"; }

build() { # name, compiler, optimisation; the program is $build_dir/NAME/bin/shaketable
    local dir=$build_dir/$1
    if [[ ! -f $dir/build.ninja ]]; then
        cmake -S "$source_dir" -B "$dir" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER="$2" \
            -DCMAKE_CXX_FLAGS="$3" -DSHAKETABLE_CLI_ONLY=ON -DSHAKETABLE_UNITY=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 >"$dir.log" 2>&1 ||
            { cat "$dir.log"; return 1; }
    fi
    cmake --build "$dir" -j 2 --target shaketable >"$dir.log" 2>&1 || { cat "$dir.log"; return 1; }
}

# The result without what belongs to the machine: its objects named "machine" are dropped.
without_machine() {
    /usr/bin/python3 -c '
import json, sys
def strip(value):
    if isinstance(value, dict):
        return {name: strip(member) for name, member in value.items() if name != "machine"}
    return [strip(member) for member in value] if isinstance(value, list) else value
json.dump(strip(json.load(sys.stdin, parse_float=str)), sys.stdout, indent=0)'
}

results_of() { # build, setting of the environment, options of run
    local scenario
    for scenario in "${scenarios[@]}"; do
        { env "$2" "$build_dir/$1/bin/shaketable" run "$scenario" "${@:3}" --format json || [[ $? -eq 4 ]]; } | without_machine
    done
}

mkdir -p "$build_dir"
if [[ ${#scenarios[@]} -eq 0 ]]; then
    mapfile -t scenarios < <(find "$source_dir/scenarios/library" -name '*.json' -printf '%f\n' | sed 's/\.json$//' | sort)
fi

declare -A compiler=([gcc]=g++ [clang]=clang++)
names=()
for family in gcc clang; do
    if ! command -v "${compiler[$family]}" >/dev/null; then
        say "${compiler[$family]} is not installed: its builds are not compared"
        continue
    fi
    for level in O0 O3; do
        began=$SECONDS
        names+=("$family-$level")
        if [[ $family-$level == gcc-O3 && -n $at_hand ]]; then
            mkdir -p "$build_dir/gcc-O3/bin"
            cp "$at_hand" "$build_dir/gcc-O3/bin/shaketable"
            continue
        fi
        build "$family-$level" "${compiler[$family]}" "-$level"
        say "built $family-$level in $((SECONDS - began)) s"
    done
done

# Of every build, and of the optimised ones also without FMA: which of libm's functions that decides does not depend on
# how they are called.
ways=("${names[@]}")
for name in "${names[@]}"; do
    [[ $name != *-O3 ]] || ways+=("$name-without-fma")
done
run_way() { # one of them, to $build_dir/WAY.brief.json and, if it is optimised, WAY.long.json
    local setting=SHAKETABLE_PROCESSOR=whole began=$SECONDS name=${1%-without-fma}
    [[ $1 != *-without-fma ]] || setting=$without_fma
    {
        results_of "$name" "$setting" --max-events "$events_most"
        results_of "$name" "$setting" --all-variants --max-events "$events_at_first"
    } >"$build_dir/$1.brief.json"
    [[ $1 == *-O0 ]] || results_of "$name" "$setting" --all-variants --max-events "$events_most" >"$build_dir/$1.long.json"
    say "ran $1 in $((SECONDS - began)) s"
}

failed=0
running=0
for way in "${ways[@]}"; do # two at a time
    if ((running++ == 2)); then
        wait -n || failed=1
        ((running--))
    fi
    run_way "$way" &
done
while ((running-- > 0)); do
    wait -n || failed=1
done

compare() { # which results, the ways that have them
    local which=$1 way result reference=$build_dir/$2.$1.json
    shift
    for way in "$@"; do
        result=$build_dir/$way.$which.json
        [[ -s $result ]] || { say "$result is empty"; failed=1; }
        if ! cmp -s "$reference" "$result"; then
            say "$result differs from $reference; the first lines that do:"
            diff "$reference" "$result" | head -8 || true
            failed=1
        fi
    done
    [[ $failed -ne 0 ]] || say "${#scenarios[@]} scenarios, $# ways, $which: the same $(wc -c <"$reference") bytes each"
}
compare brief "${ways[@]}"
optimised=()
for way in "${ways[@]}"; do
    [[ $way == *-O0 ]] || optimised+=("$way")
done
compare long "${optimised[@]}"
exit "$failed"
