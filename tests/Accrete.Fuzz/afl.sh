#!/usr/bin/env bash
# Tries one format with AFL++ (Debian: afl++), led by coverage: afl.sh FORMAT [SECONDS]. Needs: dotnet tool install -g SharpFuzz.CommandLine
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
format=$1
out=artifacts/afl/$format
rm -rf "$out" && mkdir -p "$out/place"
dotnet build -c Release -v quiet -clp:NoSummary tests/Accrete.Fuzz
cp -rl tests/Accrete.Fuzz/bin/Release/net10.0 "$out/program"
# Instrumenting changes files: not those that are linked.
for library in Accrete.dll Tomlyn.dll; do
  cp --remove-destination "tests/Accrete.Fuzz/bin/Release/net10.0/$library" "$out/program/$library"
  sharpfuzz "$out/program/$library"
done
dotnet tests/Accrete.Fuzz/bin/Release/net10.0/Accrete.Fuzz.dll --seeds "$format" "$out/seeds" "$PWD/$out/place"
AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
  afl-fuzz -i "$out/seeds" -o "$out/findings" -t 5000 -m none -V "${2:-3600}" -- \
  dotnet "$out/program/Accrete.Fuzz.dll" --afl "$format" "$PWD/$out/place"
