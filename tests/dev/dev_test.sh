#!/usr/bin/env bash
# The script ./dev itself: its help, and what it does where packages or apt are missing. dpkg-query, apt-get
# and sudo are stand-ins here; nothing is installed.
# shellcheck disable=SC2016,SC2317 # bodies of stand-ins; functions that check calls
set -uo pipefail

dev=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

check() { # what, then a command that must succeed
    local what=$1
    shift
    if "$@"; then
        echo "ok      $what"
    else
        echo "FAILED  $what"
        sed 's/^/        | /' "$scratch/out"
        failures=$((failures + 1))
    fi
}

# A PATH of its own with the few tools that ./dev needs before it builds.
stand_ins=$scratch/bin
mkdir "$stand_ins"
for tool in bash env cat sed tr dirname readlink nproc grep; do
    ln -s "$(command -v "$tool")" "$stand_ins/$tool"
done

stand_in() { # name, body
    printf '#!/usr/bin/env bash\n%s\n' "$2" >"$stand_ins/$1"
    chmod +x "$stand_ins/$1"
}

run_dev() { # arguments; sets status, writes $scratch/out
    (cd / && env -u SHAKETABLE_SETUP PATH="$stand_ins" "$dev" "$@") >"$scratch/out" 2>&1
    status=$?
}

says() { grep -qF -- "$1" "$scratch/out"; }
ended_with() { [[ $status -eq $1 ]]; }
called_apt() { [[ -s $scratch/apt ]]; }
did_not_call_apt() { ! called_apt; }

run_dev help
check "help works from any directory" ended_with 0
for verb in run build test check bless validate bench asan fuzz setup; do
    check "help names $verb" says "  $verb "
done

run_dev
check "no verb is help" says "usage:"

run_dev bild
check "an unknown verb is refused" ended_with 2
check "an unknown verb is named" says "no verb 'bild'"

run_dev run
check "run wants a scenario" says "which scenario?"

run_dev fuzz soon
check "fuzz wants a number of seconds" ended_with 2
check "fuzz says what it was given" says "given was 'soon'"

run_dev setup core
check "without apt-get setup fails" ended_with 2
check "without apt-get it says so" says "there is no apt-get here"
check "without apt-get it names the packages" says "ninja-build"

# dpkg-query as dpkg has it: what is asked for is printed with its state.
stand_in dpkg-query 'shift 2; for name; do echo "$name installed"; done'
stand_in apt-get "echo \"\$@\" >>'$scratch/apt'"
stand_in sudo '"$@"'
run_dev setup core
check "with everything installed setup ends well" ended_with 0
check "with everything installed apt-get is left alone" did_not_call_apt

stand_in dpkg-query 'shift 2; for name; do [[ $name == cmake ]] || echo "$name installed"; done; exit 1'
run_dev setup core
check "a missing package is named" says "installing (group core): cmake"
check "a missing package is installed" grep -qE 'install .*cmake$' "$scratch/apt"
check "the lists are updated first" grep -q 'update$' "$scratch/apt"

stand_in clang 'echo 15.0.7'
stand_in dpkg-query 'shift 2; for name; do [[ $name == libclang-rt-* ]] || echo "$name installed"; done; exit 1'
run_dev setup fuzz
check "libFuzzer is installed for the clang that is there" grep -qE 'install .*libclang-rt-15-dev$' "$scratch/apt"

stand_in dpkg-query 'shift 2; for name; do [[ $name == cmake ]] || echo "$name installed"; done; exit 1'
stand_in apt-get 'echo "E: Unable to locate package cmake"; exit 100'
run_dev setup core
check "a failing install fails" ended_with 2
check "a failing install names the packages" says "could not install: cmake"
check "a failing install says what to do" says "./dev setup core"

run_dev setup cores
check "an unknown group is refused" ended_with 2
check "an unknown group is answered with the known ones" says "there are core, test"

[[ $failures -eq 0 ]] || echo "$failures checks failed"
exit $((failures > 0))
