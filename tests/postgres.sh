#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for the tests: `start DIR` prints its address, `stop DIR` ends it and removes DIR;
# `down DIR` and `up DIR` are a server that goes away and comes back.
# PostgreSQL refuses to run as root, so as root it runs as the user `postgres` (or `nobody`).
set -euo pipefail
action=$1 dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 1; }
as() {
  if [ "$(id -u)" != 0 ]; then "$@"; return; fi
  local user=postgres; id -u $user >/dev/null 2>&1 || user=nobody
  setpriv --reuid=$user --regid="$(id -g $user)" --clear-groups -- "$@"
}
# A test's database lives for seconds and need not outlive the machine. It does outlive its server, which stories take
# away without warning: what was committed is written, if not yet on the disk.
options="-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB"
case $action in
  start)
    mkdir -p "$dir"; chmod 711 "$dir"
    if [ "$(id -u)" = 0 ]; then user=postgres; id -u $user >/dev/null 2>&1 || user=nobody; chown "$user" "$dir"; fi
    cd "$dir"
    as "$bin/initdb" -D "$dir/data" -U plein --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 >"/dev/null"
    as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start -o "$options" >/dev/null
    # The directory stands percent-encoded in the host part: a socket, no port.
    echo "postgres://plein@${dir//\//%2F}/postgres"
    ;;
  down) cd /; as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null ;;
  up) cd "$dir"; as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start -o "$options" >/dev/null ;;
  stop)
    cd /
    as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null || true
    rm -rf "$dir"
    ;;
  *) echo "usage: tests/postgres.sh start|stop|down|up DIR" >&2; exit 2 ;;
esac
