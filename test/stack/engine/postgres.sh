#!/bin/bash
# The start script of the stand-in for postgres:18: the part of the real one's contract that docker-compose.yml relies on.
set -eu
export PGDATA=/var/lib/postgresql/18/docker
[ "$1" = postgres ] || exec "$@"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  # An account that has no name gets one for as long as initdb asks for it.
  NSS_WRAPPER_PASSWD=$(mktemp)
  NSS_WRAPPER_GROUP=$(mktemp)
  export NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  echo "postgres:x:$(id -u):$(id -g)::$PGDATA:/bin/false" > "$NSS_WRAPPER_PASSWD"
  echo "postgres:x:$(id -g):" > "$NSS_WRAPPER_GROUP"
  # shellcheck disable=SC2086
  LD_PRELOAD=libnss_wrapper.so initdb -D "$PGDATA" -U postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # While it is made, nobody reaches it but by its socket.
  pg_ctl -D "$PGDATA" -o '-c listen_addresses= -c unix_socket_directories=/var/run/postgresql' -w start
  PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") psql -h /var/run/postgresql -U postgres -c "create database $POSTGRES_DB"
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@" --listen_addresses='*' --unix_socket_directories=/var/run/postgresql
