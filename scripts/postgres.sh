# shellcheck shell=bash
# A PostgreSQL only for this test run: newly created, reachable only over loopback, removed when the
# script ends. Sourced after lib.sh and tools.sh.

# Exports TEST_DATABASE_URL. Fails when there is no PostgreSQL and none can be installed.
postgres() {
  local bin port
  bin=$(postgres_bin) || { install_postgres && bin=$(postgres_bin); } || return 1
  pg_folder=$(mktemp -d "${TMPDIR:-/tmp}/customer-portal-pg.XXXXXX")
  trap stop_postgres EXIT
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  # It refuses to run as root.
  if [ "$(id -u)" -eq 0 ]; then
    chown nobody "$pg_folder"
    pg_as=(setpriv --reuid nobody --clear-groups)
  else
    pg_as=()
  fi
  pg_ctl=(${pg_as[@]+"${pg_as[@]}"} "$bin/pg_ctl" --pgdata "$pg_folder/data" --silent)
  # What the tests prove is that the server loses nothing, not that PostgreSQL survives a power cut.
  (cd "$pg_folder" &&
    ${pg_as[@]+"${pg_as[@]}"} "$bin/initdb" --pgdata "$pg_folder/data" --username tests --auth trust --encoding UTF8 --no-sync >/dev/null &&
    "${pg_ctl[@]}" --wait --log "$pg_folder/log" \
      --options "-c fsync=${PG_FSYNC:-off} -c max_connections=300 -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$pg_folder" start) || {
    cat "$pg_folder/log" 2>/dev/null
    return 1
  }
  export TEST_DATABASE_URL="postgres://tests@127.0.0.1:$port/postgres"
}

postgres_bin() {
  local candidate
  for candidate in "$(dirname "$(command -v initdb || echo /none/initdb)")" /usr/lib/postgresql/*/bin \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    if [ -x "$candidate/initdb" ]; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

install_postgres() {
  say "Installing PostgreSQL for the tests, once: about a minute"
  apt_install postgresql
}

stop_postgres() {
  (cd "$pg_folder" && "${pg_ctl[@]}" --mode immediate stop) >/dev/null 2>&1 || true
  rm -rf "$pg_folder"
}
