#!/usr/bin/env bash
# What each part of a recipe brings, alone and together: every part trains for the same multiply-accumulates, over seeds, and the table
# says what accuracy that buys (what training says is in OUT/train.log). Runs that are there already are not trained again.
#
#   bench/parts.sh DATA OUT [SEEDS] [MACS]        such as: bench/parts.sh cifar10 runs/parts-cifar10 3 1.75e12
#
# PARTS="width depth" trains and prints only those. Everything runs with one thread in fp32, so that machines agree.
set -euo pipefail

data=${1:?which data set, such as cifar10}
out=${2:?which folder for the runs}
seeds=${3:-3}
macs=${4:-1.75e12}
here=$(cd "$(dirname "$0")" && pwd)
tool=$here/../accrete

# Of a part, or of several joined by "+".
settings() {
    local part
    for part in ${1//+/ }; do
        case $part in
            none) ;;
            width) echo stages.1.width=0.5 stages.2.width=0.75 ;;
            variance-transfer) echo growth.varianceTransfer=true ;;
            rates) echo stages.2.rate=0.75 stages.3.rate=0.5 ;;
            depth) echo stages.1.depth=0.5 stages.2.depth=0.5 ;;
            data) echo stages.1.data=0.1 stages.2.data=0.15 ;;
            resolution) echo stages.1.resolution=0.5 stages.2.resolution=0.75 ;;
            drop) echo data.dropLearned=0.5 ;;
            prune) echo pruning.by=pca pruning.macs=0.39 pruning.multiple=8 pruning.until=2 pruning.images=1024 ;;
            smoothing) echo optimiser.smoothing=0.1 ;;
            average) echo optimiser.average=0.99 ;;
            no-nesterov) echo optimiser.nesterov=false ;;
            *) echo "bench/parts.sh: no part '$part'" >&2; exit 2 ;;
        esac
    done
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
for part in ${PARTS:-$all}; do
    settings "$part" > /dev/null
    results=()
    for seed in $(seq "$seeds"); do
        run="$out/$part/seed-$seed"
        if [ ! -f "$run/model.safetensors" ] && ! train "$part" "$seed" "$run" >> "$out/train.log" 2>&1; then
            echo "bench/parts.sh: training '$part' failed; $out/train.log says why." >&2
            exit 1
        fi

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
