#!/usr/bin/env bash
# Measures what docs/performance.md states: time to the first answer, memory, a demo run, and the
# latency of reading a project. Builds the jar when it is missing; needs bash, curl and a JDK 25.
#
#   scripts/measure.sh            everything, about four minutes
#
# The packaged service has no database of its own; the script runs one from the programs that
# `mvn spring-boot:run` unpacked under its data folder.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8765}
base=http://127.0.0.1:$port
seconds=${SECONDS_PER_LOAD:-15}
work=$(mktemp -d)
service='' database=''

cleanup() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$service" ] || wait "$service" 2>/dev/null || true
  [ -z "$database" ] || as_owner "$programs/pg_ctl" -D "$database" -m fast stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

java_25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
    if [ -x "$candidate/bin/java" ] && "$candidate/bin/java" -version 2>&1 | grep -q '"25'; then
      printf '%s/bin/java' "$candidate"
      return
    fi
  done
  printf 'measure: set JAVA_HOME to a JDK 25\n' >&2
  exit 1
}
java=$(java_25)

# PostgreSQL refuses to run as root: a user name space makes it nobody.
as_owner() {
  if [ "$(id -u)" = 0 ]; then unshare -U "$@"; else "$@"; fi
}

millis() { date +%s%3N; }

# Milliseconds from $1 until /health answers 200.
await_health() {
  local began=$1
  until [ "$(curl -s -o /dev/null -w '%{http_code}' "$base/health")" = 200 ]; do
    kill -0 "$service" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.05
  done
  printf '%s' $(($(millis) - began))
}

resident_mb() { awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }

stop_service() {
  kill "$service"
  wait "$service" 2>/dev/null || true
  service=''
}

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

start_jar() {
  DATABASE_URL=$url PORT=$port SAMOKODER_DATA=$work/data RATE_LIMIT_PER_MINUTE=100000000 \
    RATE_LIMIT_PER_HOUR=1000000000 "$java" -Xmx256m -jar "$jar" >"$work/log" 2>&1 &
  service=$!
}

printf '## Start, mvn spring-boot:run (compiled before)\n'
mvn -B -ntp -q compile >/dev/null
for _ in 1 2 3; do
  began=$(millis)
  PORT=$port SAMOKODER_DATA=$work/embedded mvn -B -ntp -q spring-boot:run >"$work/log" 2>&1 &
  service=$!
  printf '%s\n' "$(await_health "$began")"
  pkill -TERM -P "$service" || true
  wait "$service" 2>/dev/null || true
  service=''
done | tee "$work/run-starts"
printf 'first start %s ms (unpacks and initialises PostgreSQL), later %s ms\n' \
  "$(head -n 1 "$work/run-starts")" "$(tail -n +2 "$work/run-starts" | median)"

printf '\n## Packaged jar\n'
jar=$(ls target/samokoder-*.jar 2>/dev/null | head -n 1 || true)
if [ -z "$jar" ]; then
  mvn -B -ntp -q -DskipTests package >/dev/null
  jar=$(ls target/samokoder-*.jar | head -n 1)
fi
printf 'size %s MB\n' $(($(stat -c %s "$jar") / 1000000))
programs=$(dirname "$(find "$work/embedded/postgres-program" -name pg_ctl | head -n 1)")
database=$work/cluster
as_owner "$programs/initdb" -A trust -U postgres -E UTF8 --locale=C -D "$database" >/dev/null
as_owner "$programs/pg_ctl" -D "$database" -w -o "-p 5469 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work" \
  -l "$work/postgres.log" start >/dev/null
url=postgres://postgres:unused@127.0.0.1:5469/postgres
start_jar && await_health "$(millis)" >/dev/null && stop_service
for _ in 1 2 3; do
  began=$(millis)
  start_jar
  printf '%s\n' "$(await_health "$began")"
  stop_service
done >"$work/jar-starts"
printf 'start to first 200 on /health: %s ms (median of 3)\n' "$(median <"$work/jar-starts")"

printf '\n## Memory and a demo run (-Xmx256m)\n'
start_jar
await_health "$(millis)" >/dev/null
sleep 10
printf 'resident, idle: %s MB\n' "$(resident_mb "$service")"
for round in 1 2 3; do
  began=$(millis)
  SAMOKODER_URL=$base scripts/demo.sh 'A to-do list that opens in the browser' "$work/app$round" >"$work/demo.log" &
  demo=$!
  while kill -0 $demo 2>/dev/null; do
    resident_mb "$service" >>"$work/resident"
    printf '\n' >>"$work/resident"
    sleep 0.2
  done
  wait $demo
  printf 'demo run %s, from registration to the unpacked app: %s ms\n' $round $(($(millis) - began))
done
printf 'resident, highest during the runs: %s MB\n' "$(sort -n "$work/resident" | tail -n 1)"

printf '\n## GET /api/projects/{id}\n'
token() { grep -oE '"access_token":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
credentials='{"email":"measure@example.com","password":"a measured pass phrase"}'
curl -sS -o /dev/null -H 'Content-Type: application/json' -d "$credentials" "$base/api/auth/register"
bearer=$(curl -sS -H 'Content-Type: application/json' -d "$credentials" "$base/api/auth/login" | token)
project=$(curl -sS -H "Authorization: Bearer $bearer" -H 'Content-Type: application/json' \
  -d '{"name":"Measured","description":"A project to read"}' "$base/api/projects" \
  | grep -oE '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4)
for connections in 1 64; do
  "$java" bench/Load.java "$base/api/projects/$project" "$bearer" "$connections" "$seconds" >/dev/null # warm-up
  printf '%s connections: ' "$connections"
  "$java" bench/Load.java "$base/api/projects/$project" "$bearer" "$connections" "$seconds"
done
