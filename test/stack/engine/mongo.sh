#!/bin/bash
# The start script of the stand-in for mongo:8: FerretDB where mongod would be, its log where mongod was told to write it.
set -eu
[ "$1" = mongod ] || exec "$@"
while [ $# -gt 0 ]; do
  if [ "$1" = --logpath ]; then log=$2; fi
  if [ "$1" = --keyFile ]; then test -r "$2"; fi
  shift
done
exec ferretdb --listen 0.0.0.0:27017 --dir /data/db >> "$log" 2>&1
