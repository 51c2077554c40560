#!/usr/bin/env bash
# Drives the desktop in a real window under Xvfb with mouse and keys, as a person would, and takes a picture at
# each step. drive.sh BUILD_DIRECTORY PICTURES_DIRECTORY. What is checked is read from the window's title and
# from its state file; the pictures are for people to look at.
set -euo pipefail

build=$1
pictures=$2
mkdir -p "$pictures"
rm -f "$pictures"/*.png
state=$(mktemp)

say() { printf 'drive: %s\n' "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# --- a display of our own ---------------------------------------------------------------------

exec 3<>"$state.display"
Xvfb -displayfd 3 -screen 0 1600x950x24 -nolisten tcp >"$pictures/xvfb.log" 2>&1 &
xvfb=$!
trap 'kill "$program" "$xvfb" 2>/dev/null || true; rm -f "$state" "$state.display"' EXIT
program=
for _ in $(seq 100); do
    [[ ! -s $state.display ]] || break
    sleep 0.1
done
DISPLAY=:$(tr -d '[:space:]' <"$state.display")
export DISPLAY

# --- the program ------------------------------------------------------------------------------

export QT_QPA_PLATFORM=xcb SHAKETABLE_GUI_STATE=$state
"$build/bin/shaketable-gui" retry-storm --size 1600x950 2>"$pictures/program.log" &
program=$!
window=$(timeout 30 xdotool search --sync --onlyvisible --pid "$program" | head -1)
xdotool windowmove "$window" 0 0

# "member: value" lines that the program writes whenever something is new.
value() { sed -n "s|^$1: ||p" "$state" 2>/dev/null || true; }
# wait_for MEMBER PATTERN: until the member's value matches.
wait_for() {
    for _ in $(seq 300); do
        [[ ! $(value "$1") =~ $2 ]] || return 0
        kill -0 "$program" 2>/dev/null || die "the program ended; see $pictures/program.log"
        sleep 0.1
    done
    die "$1 should match $2, and is \"$(value "$1")\""
}
picture() {
    sleep 0.4
    import -window root "$pictures/$1.png"
    say "$1"
}
# press KEY: and wait until the instant is another.
press() {
    local before
    before=$(value at)
    xdotool key "$1"
    for _ in $(seq 100); do
        [[ $(value at) == "$before" ]] || return 0
        sleep 0.05
    done
    die "$1 should change the instant, $before"
}
click() { xdotool mousemove "$1" "$2" click 1; }
# click_named NAME: where the program says that it is.
click_named() {
    local place
    place=$(value "place $1")
    [[ -n $place ]] || die "the program does not say where $1 is"
    # shellcheck disable=SC2086 # two numbers
    click $place
}

# --- what a person does -----------------------------------------------------------------------

wait_for run finished
xdotool windowfocus --sync "$window" # there is no window manager
picture 1-opened
click_named break
wait_for playing yes
wait_for at '^(59|[6-9][0-9])'
picture 2-breaking
sleep 3
picture 3-failing
xdotool key space
wait_for playing no
forward=$(value at)
xdotool key j
wait_for playing yes
sleep 2
xdotool key space
wait_for playing no
[[ $(printf '%s\n%s\n' "$(value at)" "$forward" | sort -g | head -1) != "$forward" ]] || die "it did not play backwards"
picture 4-played-back
press bracketright
incident=$(value at)
press period
press period
stepped=$(value at)
press comma
press period
[[ $(value at) == "$stepped" ]] || die "a step back and one forward should be none"
say "stepped from $incident to $stepped, state $(value hash)"
picture 5-stepped
click_named time-bar
wait_for at '^1[0-9][0-9]'
picture 6-scrubbed
click_named cell-inventory-db-0
wait_for selection '^inventory-db/0$'
picture 7-replica-selected
xdotool key Escape
wait_for selection '^$'
click_named overlay
xdotool key Down Down Down Down Down Down Return
wait_for overlay '^budget$'
picture 8-beside-another-variant
click_named cell-inventory-db-0
wait_for selection '^inventory-db/0$'
click_named tab-Inspect
wait_for 'place knob/components/inventory-db/cores' '^[0-9]'
picture 9-inspected
# A value that is wrong, and one that is not.
set_knob() { # pointer value
    local place
    place=$(value "place knob$1")
    # shellcheck disable=SC2086 # two numbers
    xdotool mousemove $place click --repeat 2 --delay 60 1
    xdotool key ctrl+a
    xdotool type "$2"
    xdotool key Return
}
set_knob /components/inventory-db/cores many
wait_for stale yes
picture 10-wrong-value
set_knob /components/inventory-db/cores 64
wait_for setting '^/components/inventory-db/cores=64$'
wait_for stale no
wait_for run finished
picture 11-knob-changed
click_named 'tab-Heat map'
picture 12-heat-map
click_named tab-Table
picture 13-table
click_named variant
xdotool key Down Down Down Down Down Return
wait_for variant '^budget$'
wait_for run finished
picture 14-another-variant
say "all steps done; look at $pictures"
