#!/usr/bin/env bash
# Tries docs/operations.md's backup and restore for real, on the lowest PostgreSQL that is supported: makes
# a project with the demo provider, dumps, restores into another server, starts the service on it, and
# compares what a user sees.
#
#   scripts/backup-rehearsal.sh      about two minutes; as root on Debian or Ubuntu (installs postgresql-15)
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo 'backup-rehearsal: run it as root' >&2; exit 1; }
programs=/usr/lib/postgresql/15/bin
[ -x "$programs/initdb" ] || { apt-get update -qq; apt-get install -y -qq --no-install-recommends postgresql-15 >/dev/null; }
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
  if [ -x "$candidate/bin/java" ] && "$candidate/bin/java" -version 2>&1 | grep -q '"25'; then java=$candidate/bin/java; fi
done
work=$(mktemp -d)
chmod 777 "$work"
service=''
as_owner() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
cleanup() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  for server in before after; do
    [ ! -d "$work/$server" ] || as_owner "$programs/pg_ctl" -D "$work/$server" -m immediate stop >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

server() { # NAME PORT
  as_owner "$programs/initdb" -A trust -U postgres -E UTF8 --locale=C -D "$work/$1" >/dev/null
  as_owner "$programs/pg_ctl" -D "$work/$1" -w -l "$work/$1.log" \
    -o "-p $2 -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
}
start() { # URL
  ENVIRONMENT=test HOST=127.0.0.1 PORT=8771 SAMOKODER_DATA=$work/data DATABASE_URL=$1 \
    "$java" -Xmx256m -jar "$jar" >"$work/log" 2>&1 &
  service=$!
  until curl -s -o /dev/null http://127.0.0.1:8771/health; do
    kill -0 "$service" 2>/dev/null || { tail -n 30 "$work/log" >&2; exit 1; }
    sleep 0.3
  done
}
stop() { kill "$service"; wait "$service" 2>/dev/null || true; service=''; }
field() { { grep -oE "\"$1\" ?: ?\"[^\"]*\"" || true; } | head -n 1 | cut -d'"' -f4; }
base=http://127.0.0.1:8771
account='{"email":"backup@example.com","password":"a restored pass phrase"}'
login() { curl -sS --fail -H 'Content-Type: application/json' -d "$account" "$base/api/auth/login" | field access_token; }
seen() { # what the user sees, without what changes by looking
  local token=$1 path
  for path in "projects/$project" "projects/$project/files" "projects/$project/versions" "runs/$run" keys usage; do
    curl -sS --fail -H "Authorization: Bearer $token" "$base/api/$path"
    echo
  done
  curl -sS --fail -H "Authorization: Bearer $token" "$base/api/projects/$project/export" | sha256sum
}

jar=$(ls target/samokoder-*.jar 2>/dev/null | head -n 1 || true)
[ -n "$jar" ] || { mvn -B -ntp -q -DskipTests package; jar=$(ls target/samokoder-*.jar | head -n 1); }
server before 5481
server after 5482
before=postgres://postgres:unused@127.0.0.1:5481/postgres
"$programs/createdb" -h 127.0.0.1 -p 5482 -U postgres restored

start "$before"
curl -sS --fail -o /dev/null -H 'Content-Type: application/json' -d "$account" "$base/api/auth/register"
token=$(login)
curl -sS --fail -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
  -d '{"provider":"openai","name":"kept","api_key":"not-a-real-key-0123456789","check":false}' "$base/api/keys"
project=$(curl -sS --fail -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
  -d '{"name":"Kept","description":"A to-do list","ai_config":{"provider":"demo"}}' "$base/api/projects" | field id)
run=$(curl -sS --fail -X POST -H "Authorization: Bearer $token" "$base/api/projects/$project/generate" | field id)
curl -sSN -H "Authorization: Bearer $token" -H 'Accept: text/event-stream' "$base/api/runs/$run/events" >/dev/null
seen "$token" >"$work/seen-before"
# While it serves, as in the documentation.
"$programs/pg_dump" --format=custom --no-owner --file "$work/samokoder.dump" "$before"
stop

# The roles belong to the server: a start on an empty database makes them.
start postgres://postgres:unused@127.0.0.1:5482/postgres
stop
"$programs/pg_restore" --no-owner --exit-on-error --dbname postgres://postgres:unused@127.0.0.1:5482/restored "$work/samokoder.dump"
start postgres://postgres:unused@127.0.0.1:5482/restored
seen "$(login)" >"$work/seen-after"
stop
diff "$work/seen-before" "$work/seen-after"
echo "Restored: $(wc -c <"$work/samokoder.dump") bytes of dump, and the user sees the same projects, files, versions, runs, keys and usage."
