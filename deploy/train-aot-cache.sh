#!/usr/bin/env bash
# Writes APP/samokoder.aot, the JVM's cache of loaded classes and method profiles: starts the extracted
# application on a throw-away PostgreSQL, sends it some traffic, and stops it.
#
#   train-aot-cache.sh APP POSTGRES
#
# APP holds samokoder.jar and lib/, as `java -Djarmode=tools -jar … extract` lays them out. POSTGRES is a
# folder with the jars of the embedded PostgreSQL's binaries, or one with its bin/ and lib/ unpacked.
set -euo pipefail

app=$(cd "$1" && pwd)
postgres=$(cd "$2" && pwd)
java=${JAVA:-java}
port=${TRAINING_PORT:-8799}
work=$(mktemp -d)
# PostgreSQL runs as somebody else than root.
chmod 755 "$work"
service='' database=''

cleanup() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  [ -z "$database" ] || as_owner "$programs/pg_ctl" -D "$database" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

if [ "$(id -u)" = 0 ]; then
  as_owner() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
  owner=65534
else
  as_owner() { "$@"; }
  owner=$(id -u)
fi

if [ ! -x "$postgres/bin/initdb" ]; then
  unzip -qo "$(ls "$postgres"/embedded-postgres-binaries-linux-*.jar | head -n 1)" -d "$work/jar"
  mkdir "$work/postgres"
  tar -xJf "$work"/jar/*.txz -C "$work/postgres"
  postgres=$work/postgres
fi
programs=$postgres/bin
database=$work/cluster
mkdir "$database"
chown "$owner" "$database"
as_owner "$programs/initdb" -A trust -U postgres -E UTF8 --locale=C -D "$database" >/dev/null
as_owner "$programs/pg_ctl" -D "$database" -w \
  -o "-p $((port + 1)) -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" \
  -l "$database/log" start >/dev/null

cd "$app"
# The same collector and the same object layout as in production, or the cache is of no use there.
ENVIRONMENT=test HOST=127.0.0.1 PORT=$port SAMOKODER_DATA=$work/data \
  DATABASE_URL=postgres://postgres:unused@127.0.0.1:$((port + 1))/postgres \
  RATE_LIMIT_PER_MINUTE=1000000 RATE_LIMIT_PER_HOUR=1000000 \
  "$java" -Xmx280m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:AOTCacheOutput="$app/samokoder.aot" \
  --enable-native-access=ALL-UNNAMED -jar samokoder.jar >"$work/log" 2>&1 &
service=$!

# request METHOD PATH [BODY]: prints the answer's body. bash alone, for images without curl.
request() {
  local body=${3-} line
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf '%s %s HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n%sContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
    "$1" "$2" "${token:+Authorization: Bearer $token$'\r\n'}" "${#body}" "$body" >&3
  while IFS= read -r line && [ "$line" != $'\r' ]; do :; done <&3
  cat <&3
  exec 3>&-
}
field() { sed -E "s/.*\"$1\" *: *\"([^\"]*)\".*/\1/"; }

for _ in $(seq 240); do
  kill -0 "$service" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  if request GET /health 2>/dev/null | grep -q '"healthy"'; then break; fi
  sleep 0.5
done

token=''
account='{"email":"training@example.com","password":"a long training phrase"}'
request POST /api/auth/register "$account" >/dev/null
token=$(request POST /api/auth/login "$account" | field access_token)
project=$(request POST /api/projects '{"name":"Training","description":"A to-do list"}' \
  | sed -E 's/^\{"id":"([^"]*)".*/\1/')
request POST "/api/projects/$project/generate" '{}' >/dev/null
for round in $(seq 200); do
  request GET "/api/projects/$project" >/dev/null
  if [ $((round % 10)) = 0 ]; then
    request GET "/api/projects/$project/files" >/dev/null
    request GET "/api/projects?limit=5" >/dev/null
    request GET /api/models >/dev/null
  fi
done
request GET "/api/projects/$project/export" >/dev/null

kill "$service"
wait "$service" || true
service=''
[ -s "$app/samokoder.aot" ] || { cat "$work/log" >&2; exit 1; }
chmod a+r "$app/samokoder.aot"
