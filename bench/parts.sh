#!/usr/bin/env bash
# What each part of a recipe brings, alone and together: every part trains for the same multiply-accumulates, over seeds, and the table
# says what accuracy that buys (what training says is in OUT/train.log). Runs that are there already are not trained again.
#
#   bench/parts.sh DATA OUT [SEEDS] [MACS]        such as: bench/parts.sh cifar10 runs/parts-cifar10 3 1.75e12
#
# PARTS="width depth" trains and prints only those. Everything runs with one thread in fp32, so that machines agree.
set -Eeuo pipefail

data=${1:?which data set, such as cifar10}
out=${2:?which folder for the runs}
seeds=${3:-3}
macs=${4:-1.75e12}
here=$(cd "$(dirname "$0")" && pwd)
tool=$here/../accrete

width="stages.1.width=0.5 stages.2.width=0.75"
depth="stages.1.depth=0.5 stages.2.depth=0.5"
resolution="stages.1.resolution=0.5 stages.2.resolution=0.75"
drop="data.dropLearned=0.5"
prune="pruning.by=pca pruning.macs=0.39 pruning.multiple=8 pruning.until=2 pruning.images=1024"

settings() {
    case $1 in
        none) ;;
        width) echo "$width" ;;
        width+variance-transfer) echo "$width growth.varianceTransfer=true" ;;
        width+rates) echo "$width stages.2.rate=0.75 stages.3.rate=0.5" ;;
        depth) echo "$depth" ;;
        data) echo "stages.1.data=0.1 stages.2.data=0.15" ;;
        resolution) echo "$resolution" ;;
        drop) echo "$drop" ;;
        prune) echo "$prune" ;;
        smoothing) echo "optimiser.smoothing=0.1" ;;
        average) echo "optimiser.average=0.99" ;;
        no-nesterov) echo "optimiser.nesterov=false" ;;
        resolution+depth) echo "$resolution $depth" ;;
        resolution+depth+drop) echo "$resolution $depth $drop" ;;
        resolution+depth+drop+prune) echo "$resolution $depth $drop $prune" ;;
        resolution+depth+drop+prune+width) echo "$resolution $depth $drop $prune $width" ;;
        *) echo "bench/parts.sh: no part '$1'" >&2; exit 2 ;;
    esac
}

all="none width width+variance-transfer width+rates depth data resolution drop prune smoothing average no-nesterov
    resolution+depth resolution+depth+drop resolution+depth+drop+prune resolution+depth+drop+prune+width"

accuracy() {
    grep -o '"testAccuracy": *[0-9.e-]*' "$1/run.json" | tail -n 1 | grep -o '[0-9.e-]*$'
}

train() {
    if [ -d "$3" ]; then
        "$tool" train --resume --out "$3"
        return
    fi

    local options=()
    for setting in $(settings "$1"); do
        options+=(--set "$setting")
    done

    "$tool" train --recipe "$here/parts.toml" --data "$data" --budget "${macs}macs" --seed "$2" --threads 1 --precision fp32 \
        --out "$3" ${options[@]+"${options[@]}"}
}

mkdir -p "$out"
trap 'echo "bench/parts.sh: it failed; $out/train.log says why." >&2' ERR
for part in ${PARTS:-$all}; do
    settings "$part" > /dev/null
    results=()
    for seed in $(seq "$seeds"); do
        run="$out/$part/seed-$seed"
        if [ ! -f "$run/model.safetensors" ]; then train "$part" "$seed" "$run" >> "$out/train.log" 2>&1; fi
        results+=("$(accuracy "$run")")
    done

    printf '%s\n' "${results[@]}" | LC_ALL=C awk -v part="$part" '
        { sum += $1; squares += $1 * $1 }
        END {
            mean = sum / NR
            deviation = NR > 1 ? sqrt((squares - NR * mean * mean) / (NR - 1)) : 0
            printf "| `%s` | %.1f ± %.1f |\n", part, 100 * mean, 100 * deviation
        }'
done
