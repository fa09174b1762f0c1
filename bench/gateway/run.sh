#!/usr/bin/env bash
# Compares the gateway with nginx as a plain reverse proxy and with Portkey's gateway, each on one core
# (CPU 0), with the provider, the load and the database on the other (CPU 1). Prints the tables of
# docs/performance.md. Everything is on: authentication, limits, key decryption, budget, ledger.
#
#   bench/gateway/run.sh            all workloads, three repeats, about 20 minutes
#   REPEATS=1 WORKLOADS="json64 streams100" bench/gateway/run.sh
#   AOT=yes                         as the image starts it; the cache is made once per jar
#   PROFILE=seconds                 only starts everything and waits, for a profiler
#
# Needs Linux, two CPUs, gcc, a JDK 25, node and npm, nginx and PostgreSQL 15 or newer (Debian:
# apt-get install nginx-light postgresql), and the packaged jar (mvn -DskipTests package).
# Ports 9100 to 9104 of the loopback must be free. PostgreSQL keeps its data in $WORK on the disk;
# DATABASE_ON=/dev/shm puts it into memory, to see what the disk's flushes cost.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
export WORK=${WORK:-$root/target/bench}
mkdir -p "$WORK"/nginx/{body,proxy,fastcgi,uwsgi,scgi}
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"

pids=()
cleanup() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  [ -z "${database:-}" ] || as_owner "$programs/pg_ctl" -D "$database" -m immediate stop >/dev/null 2>&1 || true
  [ -z "${database:-}" ] || rm -rf "$database"
  wait 2>/dev/null || true
}
trap cleanup EXIT

# PostgreSQL refuses to run as root: a user name space makes it nobody.
as_owner() { if [ "$(id -u)" = 0 ]; then unshare -U "$@"; else "$@"; fi; }

need() { command -v "$1" >/dev/null || { printf 'bench: %s is missing\n' "$1" >&2; exit 1; }; }
need gcc; need node; need npm; need nginx; need taskset

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=$(ls "$root"/target/samokoder-*.jar 2>/dev/null | head -n 1 || true)
[ -n "$jar" ] || { printf 'bench: no jar; run mvn -DskipTests package\n' >&2; exit 1; }

gcc -O2 -o "$WORK/upstream" upstream.c
gcc -O2 -o "$WORK/load" load.c

# The release of @hono/node-server that a plain install brings answers every stream with 500.
if [ ! -d "$WORK/portkey/node_modules/@portkey-ai/gateway" ]; then
  mkdir -p "$WORK/portkey"
  printf '{"private":true,"dependencies":{"@portkey-ai/gateway":"1.15.2"},"overrides":{"@hono/node-server":"1.13.5"}}' \
    >"$WORK/portkey/package.json"
  npm install --prefix "$WORK/portkey" --no-audit --no-fund --loglevel=error >/dev/null
fi

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { printf 'bench: PostgreSQL is missing\n' >&2; exit 1; }
database=${DATABASE_ON:-$WORK}/bench-cluster-$$
as_owner "$programs/initdb" -A trust -U postgres -E UTF8 --locale=C -D "$database" >/dev/null
taskset -c 1 env -i PATH="$PATH" bash -c "$(declare -f as_owner); as_owner '$programs/pg_ctl' -D '$database' -w \
  -o '-p 9104 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=64MB' -l '$WORK/postgres.log' start" >/dev/null

taskset -c 1 "$WORK/upstream" 9100 & pids+=($!)
taskset -c 0 nginx -p "$WORK/nginx/" -c "$here/nginx.conf" 2>/dev/null & pids+=($!); export NGINX=$!
NODE_ENV=production taskset -c 0 node "$WORK/portkey/node_modules/@portkey-ai/gateway/build/start-server.js" \
  --port=9102 --headless >"$WORK/portkey.log" 2>&1 & pids+=($!); export PORTKEY=$!

# AOT=yes starts it taken apart and with a cache of classes and profiles, as the image does.
app=$WORK/app
program=(-jar "$jar")
if [ "${AOT:-no}" = yes ]; then
  if [ ! "$app/samokoder.aot" -nt "$jar" ]; then
    rm -rf "$app"
    "$java" -Djarmode=tools -jar "$jar" extract --application-filename samokoder.jar --destination "$app" >/dev/null
    JAVA=$java "$root/deploy/train-aot-cache.sh" "$app" "${programs%/bin}"
  fi
  program=(-XX:AOTCache="$app/samokoder.aot" -jar "$app/samokoder.jar")
fi

# Both cores until it is warm, then one: a container's JIT has its time, too.
env DATABASE_URL=postgres://postgres:unused@127.0.0.1:9104/postgres PORT=9103 HOST=127.0.0.1 \
  SAMOKODER_DATA="$WORK/data" SAMOKODER_ALLOW_PRIVATE_BASE_URLS=true GATEWAY_MAX_CALLS=2000 GATEWAY_MAX_CALLS_PER_USER=2000 \
  RATE_LIMIT_PER_MINUTE=100000000 RATE_LIMIT_PER_HOUR=1000000000 MALLOC_ARENA_MAX=2 ${SAMOKODER_ENV:-} \
  "$java" -Xmx256m -XX:+UseSerialGC -XX:NewRatio=6 -XX:+UseCompactObjectHeaders -XX:ReservedCodeCacheSize=64m \
  -XX:TrimNativeHeapInterval=5000 \
  -XX:ActiveProcessorCount=1 --enable-native-access=ALL-UNNAMED ${JVM_OPTIONS:-} "${program[@]}" >"$WORK/samokoder.log" 2>&1 & pids+=($!); export SAMOKODER=$!
for _ in $(seq 600); do
  [ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:9103/health)" != 200 ] || break
  kill -0 "$SAMOKODER" || { tail -n 20 "$WORK/samokoder.log" >&2; exit 1; }
  sleep 0.1
done

if [ -n "${PROFILE:-}" ]; then
  "$java" Compare.java prepare
  sleep "$PROFILE"
  exit
fi
"$java" Compare.java
