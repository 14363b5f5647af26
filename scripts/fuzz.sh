#!/usr/bin/env bash
# Fuzzes the code that parses external bytes, for FUZZ_SECONDS (60) per target: all targets, or the
# named ones. Findings are in fuzz/artifacts/.
set -euo pipefail
each=${FUZZ_SECONDS:-60}
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
c++ --version >/dev/null 2>&1 || die "libFuzzer needs a C++ compiler: 'apt-get install g++' on Debian or Ubuntu"
cargo_fuzz
cargo metadata --locked --format-version 1 --manifest-path fuzz/Cargo.toml >/dev/null ||
  die "fuzz/Cargo.lock is behind Cargo.lock: copy that over it, and run cargo metadata in fuzz/"
# As in debug builds: the types of whole pages take much longer to compile.
export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg erase_components"
say "Building the targets with everything that is under them; the first time takes about half an hour"
# Without a sanitizer the stable compiler will do: in code without unsafe, what a sanitizer finds is a panic anyway.
cargo fuzz build --sanitizer none ||
  die "cargo-fuzz cannot run here: it needs Linux or macOS on x86-64 or ARM64; cargo's message is above"

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  while read -r target; do targets+=("$target"); done < <(cargo fuzz list)
fi
# The files that databases of some targets are in are gone with the targets, and need no disk.
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
summary=""
failed=0
for target in "${targets[@]}"; do
  say "$target, $each s"
  log="fuzz/artifacts/$target.log"
  mkdir -p "fuzz/artifacts" "fuzz/corpus/$target" "fuzz/seeds/$target"
  found=nothing
  cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$each" -timeout=10 -rss_limit_mb=4096 -max_len=65536 -print_final_stats=1 >"$log" 2>&1 || {
    found="FOUND: $log"
    failed=1
  }
  executions=$(awk '/^stat::number_of_executed_units/ { print $2 }' "$log")
  summary="$summary$(printf '  %-16s %10s executions, found %s' "$target" "${executions:-0}" "$found")
"
done

say "Fuzzing"
printf '%s' "$summary"
exit "$failed"
