#!/usr/bin/env bash
# Compares the API with its document: schemathesis calls every operation with what the document allows and with what it
# does not. Started by test.sh, which built the server.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/python.sh
python_packages || die "Python 3.10 or newer with venv is needed"

port=3196
folder=$(mktemp -d)
server="$(target_dir)/debug/customer-portal"
export DATABASE_URL="sqlite://$folder/site.db" LEPTOS_OUTPUT_NAME=app LEPTOS_SITE_ROOT="$PWD/target/site"
STRIPE_SECRET_KEY="" SIM_ADDR=127.0.0.1:12196 LEPTOS_SITE_ADDR="127.0.0.1:$port" APP_URL="http://127.0.0.1:$port" \
  RETURN_ORIGINS=https://app.example.com "$server" serve >"$folder/log" 2>&1 &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
"$server" migrate
key=$("$server" key create --name schemathesis --scopes handover,access:read)

# Not among the checks:
# - positive_data_acceptance: what the document cannot say is refused, such as a return_url on another origin, a flow
#   without its price, or an account that does not exist; each is a test of its own.
# - use_after_free, ensure_resource_availability: the API has no operation that deletes, or reads what was made.
# - object_level_authorization: there is one kind of caller.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
checks=$checks,response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method
checks=$checks,allow_header_conformance,ignored_auth
if ! "$(dirname "$EXAMPLES_PYTHON")/schemathesis" run "http://127.0.0.1:$port/api/v1/openapi.json" --wait-for-schema 60 \
  --header "Authorization: Bearer $key" --checks "$checks" --seed 16 --max-examples 50 --rate-limit 18/s; then
  say "The server's log ends with"
  tail -n 20 "$folder/log"
  exit 1
fi
