#!/usr/bin/env bash
# Measures what ordinary visitors and Stripe notice while the site is attacked. Options: see siege
# --help.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
say "Building the server and its besieger"
cargo_debug build --features simulator --bin customer-portal
cargo_debug build --package converge --bin siege

# The attackers hold more connections open than a process may have files by default; the server is
# started with fewer, and has to help itself.
ulimit -S -n 4096 || die "the siege needs 4096 open files: raise the hard limit (ulimit -H -n)"
say "Peace, then a siege of a minute"
"$(target_dir)/debug/siege" --server "$(target_dir)/debug/customer-portal" "$@"
