#!/usr/bin/env bash
# Builds the program as it is released, with thin LTO instead of fat for half the time, looks at its size, and has it
# serve an account page with Stripe away.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
limit=$(awk '$1 == "program" { print $3 }' benches/limit/limits.toml)
[ -n "$limit" ] || die "benches/limit/limits.toml does not say how large the program may be"
say "Building the program as it is released; the first time takes about ten minutes"
cargo build --locked --profile smoke --bin customer-portal
say "What a server runs"
node scripts/smoke.mjs "$(target_dir)/smoke/customer-portal" target/site "$limit"
