#!/usr/bin/env bash
# Builds dist/, a folder that runs on any machine of the same kind: copy it there, set the
# environment, and start ./customer-portal serve in it. The script checks that it contains no
# simulator.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/dist.sh

dist dist

say "dist/ is ready"
printf '%9d kB  dist/customer-portal\n' "$(($(wc -c <dist/customer-portal) / 1000))"
node scripts/size.mjs dist/site/pkg
