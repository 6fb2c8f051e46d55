#!/usr/bin/env bash
# What threads that wait should do: sleep, as Accrete lets them, or spin, as OpenMP does by itself. One training on all cores with each,
# in turns, first with nothing else on the machine and then with a busy loop for each core; a ratio is the time with spinning threads
# over that with sleeping ones, of one turn. Nothing else should compute meanwhile.
#
#   bench/waiting-threads.sh [TURNS]
set -euo pipefail

turns=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
tool=$here/../accrete
work=$(mktemp -d)
hogs=()
stop_hogs() { for hog in "${hogs[@]}"; do kill "$hog" 2>/dev/null || true; done; hogs=(); }
trap 'stop_hogs; rm -r "$work"' EXIT

# Seconds of one training; the variable decides what waiting threads do.
train() {
    local begin end
    begin=$(date +%s%N)
    env "$1" "$tool" train --data sample --set stages.1.epochs=2 stages.2.epochs=1 stages.3.epochs=1 --out "$work/run" >/dev/null
    end=$(date +%s%N)
    rm -r "$work/run"
    echo $(((end - begin) / 1000000))
}

"$tool" doctor >/dev/null # builds the tool, where that is needed
printf '%-6s %10s %10s %6s\n' machine sleep/ms spin/ms ratio
for machine in quiet busy; do
    if [ "$machine" = busy ]; then
        for _ in $(seq "$(nproc)"); do
            (while :; do :; done) &
            hogs+=($!)
        done
    fi
    for _ in $(seq "$turns"); do
        sleeping=$(train OMP_WAIT_POLICY=passive)
        # This is what GCC's OpenMP does when nobody says anything.
        spinning=$(train GOMP_SPINCOUNT=300000)
        printf '%-6s %10d %10d %6s\n' "$machine" "$sleeping" "$spinning" "$(awk "BEGIN { printf \"%.2f\", $spinning / $sleeping }")"
    done
    stop_hogs
done
