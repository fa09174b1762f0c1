#!/usr/bin/env bash
# Rehearses production on one machine without Docker: PostgreSQL, three packaged replicas as if in
# containers of 512 MB, nginx with the shipped nginx.conf and TLS, and a model behind an
# OpenAI-compatible address. Runs the main job over HTTPS, streams, clones, tries to get around the rate
# limits, restarts replicas under load, kills one in the middle of a run, restarts the database, and
# prints what it saw. Fails if anything was lost.
#
#   scripts/production-rehearsal.sh      about four minutes, after the build; as root on Debian or Ubuntu
#
# Needs a JDK 25 and Maven; installs nginx, dnsmasq and git where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
chmod 755 "$work"
https=8443 http=8081 dns=5391 pg=5471
base=https://localhost:$https
replicas=(127.0.0.11 127.0.0.12 127.0.0.13)
declare -A pids=()
nginx_pid='' dns_pid='' model_pid='' load_pid=''
failures=0
table=()

say() { printf '\n== %s\n' "$*"; }
row() { table+=("$1|$2"); printf '   %-48s %s\n' "$1" "$2"; }
verdict() { # WHAT EXPECTED ACTUAL
  if [ "$2" = "$3" ]; then
    row "$1" "$3"
  else
    row "$1" "$3, EXPECTED $2"
    failures=$((failures + 1))
  fi
}
die() {
  printf 'rehearsal: %s\n' "$*" >&2
  exit 1
}

cleanup() {
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
  for pid in "${pids[@]}" $dns_pid $model_pid $load_pid; do
    disown "$pid" 2>/dev/null || true
    kill -9 "$pid" 2>/dev/null || true
  done
  [ ! -d "$work/cluster" ] || as_owner "$programs/pg_ctl" -D "$work/cluster" -m immediate stop >/dev/null 2>&1 || true
  if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap cleanup EXIT

[ "$(id -u)" = 0 ] || die 'run it as root: it binds addresses and starts nginx'
for tool in nginx:nginx-light dnsmasq:dnsmasq-base git:git openssl:openssl unzip:unzip xz:xz-utils; do
  command -v "${tool%%:*}" >/dev/null && continue
  apt-get install -y -qq --no-install-recommends "${tool##*:}" >/dev/null 2>&1 \
    || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${tool##*:}" >/dev/null; }
done
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
  if [ -x "$candidate/bin/java" ] && "$candidate/bin/java" -version 2>&1 | grep -q '"25'; then
    java=$candidate/bin/java
    break
  fi
done
[ -n "${java:-}" ] || die 'set JAVA_HOME to a JDK 25'
as_owner() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }

say 'Building'
mvn -B -ntp -q -DskipTests package
mvn -B -ntp -q dependency:copy-dependencies -DincludeGroupIds=io.zonky.test.postgres -DoutputDirectory="$work/jars"
mvn -B -ntp -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"
"$java" -Djarmode=tools -jar "$(ls target/samokoder-*.jar)" extract --application-filename samokoder.jar --destination "$work/app"
unzip -qo "$(ls "$work"/jars/embedded-postgres-binaries-linux-*.jar | head -n 1)" -d "$work/jars"
mkdir "$work/postgres" "$work/cluster"
tar -xJf "$work"/jars/*.txz -C "$work/postgres"
programs=$work/postgres/bin

say 'Starting PostgreSQL, a model, three replicas, DNS and nginx'
chown 65534 "$work/cluster"
as_owner "$programs/initdb" -A trust -U samokoder -E UTF8 --locale=C -D "$work/cluster" >/dev/null
start_postgres() {
  as_owner "$programs/pg_ctl" -D "$work/cluster" -w -l "$work/cluster/log" \
    -o "-p $pg -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100" start >/dev/null
}
start_postgres
"$java" -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
  com.samokoder.testing.CrewServer 150 >"$work/model" 2>"$work/model.log" &
model_pid=$!
until [ -s "$work/model" ]; do sleep 0.1; done
model=$(cat "$work/model")

random() { LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c "$1" || true; }
key=$(random 32) salt=$(random 16)
start_replica() {
  local address=$1
  ENVIRONMENT=production HOST=$address PORT=8000 SAMOKODER_DATA=$work/data-$address \
    DATABASE_URL=postgres://samokoder:unused@127.0.0.1:$pg/postgres \
    API_ENCRYPTION_KEY=$key API_ENCRYPTION_SALT=$salt RATE_LIMIT_PER_MINUTE=1200 RATE_LIMIT_PER_HOUR=50000 \
    SAMOKODER_ALLOW_PRIVATE_BASE_URLS=true \
    "$java" -XX:MaxRAM=512m -XX:MaxRAMPercentage=55 -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED -jar "$work/app/samokoder.jar" \
    >>"$work/replica-$address.log" 2>&1 &
  pids[$address]=$!
}
await_replica() {
  for _ in $(seq 300); do
    kill -0 "${pids[$1]}" 2>/dev/null || { tail -n 20 "$work/replica-$1.log" >&2; die "replica $1 ended"; }
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$1:8000/readyz")" = 200 ] && return
    sleep 0.2
  done
  die "replica $1 is not ready"
}
began=$(date +%s%3N)
for address in "${replicas[@]}"; do start_replica "$address"; done
for address in "${replicas[@]}"; do await_replica "$address"; done
row 'three replicas, start to ready (2 cores)' "$(($(date +%s%3N) - began)) ms"

for address in "${replicas[@]}"; do printf '%s app\n' "$address"; done >"$work/hosts"
dnsmasq --no-daemon --no-resolv --no-hosts --addn-hosts="$work/hosts" --listen-address=127.0.0.1 \
  --bind-interfaces --port=$dns --user=root >"$work/dns.log" 2>&1 &
dns_pid=$!
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
# What differs from a server: ports, names of files, whose DNS. Everything else is as shipped.
sed -e "s#listen 443 #listen $https #" -e "s#listen 80 #listen $http #" -e "s#resolver 127.0.0.11#resolver 127.0.0.1:$dns#" \
  -e 's#samokoder.example.com#localhost#' -e "s#/etc/letsencrypt/live/samokoder/fullchain.pem#$work/cert.pem#" \
  -e "s#/etc/letsencrypt/live/samokoder/privkey.pem#$work/key.pem#" -e "s#/dev/stdout#$work/access.log#" \
  -e "s#/dev/stderr#$work/error.log#" nginx.conf >"$work/nginx.conf"
nginx -c "$work/nginx.conf" -g "daemon off; pid $work/nginx.pid;" &
nginx_pid=$!
export CURL_CA_BUNDLE=$work/cert.pem GIT_SSL_CAINFO=$work/cert.pem
for _ in $(seq 50); do curl -s -o /dev/null "$base/health" && break; sleep 0.1; done

field() { { grep -oE "\"$1\" ?: ?(\"[^\"]*\"|[^,}\"]*)" || true; } | head -n 1 | sed -E 's/^[^:]*: ?"?//; s/"$//'; }
token=''
call() { # METHOD PATH [BODY]
  local -a options=(-sS --fail-with-body -X "$1" -H 'Accept: application/json')
  [ -z "$token" ] || options+=(-H "Authorization: Bearer $token")
  [ -z "${3-}" ] || options+=(-H 'Content-Type: application/json' -d "$3")
  curl "${options[@]}" "$base$2"
}
status_of() { call GET "/api/runs/$1" | field status; }
await_run() {
  local status=''
  for _ in $(seq 600); do
    status=$(status_of "$1" 2>/dev/null || true)
    case $status in completed | failed | cancelled | paused) break ;; esac
    sleep 0.2
  done
  printf '%s' "$status"
}
# Counts events that are out of sequence, and steps that were committed twice.
log_faults() {
  local cursor='' page faults=0 expected=1
  : >"$work/log.json"
  while :; do
    page=$(call GET "/api/runs/$1/events?limit=100${cursor:+&cursor=$cursor}")
    printf '%s\n' "$page" >>"$work/log.json"
    cursor=$(printf '%s' "$page" | field next_cursor)
    case $cursor in '' | null) break ;; esac
  done
  while read -r seq; do
    [ "$seq" = "$expected" ] || faults=$((faults + 1))
    expected=$((seq + 1))
  done < <(grep -oE '"seq" ?: ?[0-9]+' "$work/log.json" | grep -oE '[0-9]+$')
  local twice
  twice=$(grep -oE '"type" ?: ?"step.completed"[^{]*"step" ?: ?"[^"]*"' "$work/log.json" | sort | uniq -d | wc -l)
  printf '%s' $((faults + twice))
}

say 'The main job over HTTPS'
verdict 'http is sent on to https' 308 "$(curl -s -o /dev/null -w '%{http_code}' "http://localhost:$http/health")"
verdict 'metrics are not for the internet' 404 "$(curl -s -o /dev/null -w '%{http_code}' "$base/metrics")"
verdict 'HTTP version' 2 "$(curl -s -o /dev/null -w '%{http_version}' "$base/health")"
account='{"email":"rehearsal@example.com","password":"a rehearsed pass phrase"}'
call POST /api/auth/register "$account" >/dev/null
token=$(call POST /api/auth/login "$account" | field access_token)
key_id=$(call POST /api/keys "{\"provider\":\"custom\",\"name\":\"model\",\"api_key\":\"rehearsal-key\",\"base_url\":\"$model\"}" | field id)
new_project() {
  call POST /api/projects "{\"name\":\"Page\",\"description\":\"A page that greets\",\"ai_config\":{\"provider\":\"custom\",\"key_id\":\"$key_id\",\"model\":\"crew\"}}" | field id
}
project=$(new_project)
run=$(call POST "/api/projects/$project/generate" '{}' | field id)
began=$(date +%s%3N)
curl -sSN -H "Authorization: Bearer $token" -H 'Accept: text/event-stream' "$base/api/runs/$run/events" \
  | while IFS= read -r line; do
      case $line in data:*) printf '%s\n' $(($(date +%s%3N) - began)) ;; esac
    done >"$work/arrivals"
verdict 'the run' completed "$(status_of "$run")"
row 'events through nginx, first and last after' "$(head -n 1 "$work/arrivals") and $(tail -n 1 "$work/arrivals") ms, $(wc -l <"$work/arrivals") of them"
spread=$(($(tail -n 1 "$work/arrivals") - $(head -n 1 "$work/arrivals")))
verdict 'events come as they happen, not at the end' yes "$([ "$spread" -gt 1000 ] && echo yes || echo no)"
call GET "/api/projects/$project/export" >"$work/app.zip"
verdict 'the zip holds the page' 1 "$(unzip -p "$work/app.zip" 'index.html' '*/index.html' 2>/dev/null | grep -c 'Good morning' || true)"
access=$(call POST /api/auth/tokens '{"name":"git","scopes":["projects:read","projects:write"]}' | field token)
if git clone -q "https://git:$access@localhost:$https/git/$project.git" "$work/clone" 2>"$work/git.log"; then
  verdict 'git clone brings the page' 1 "$(grep -c 'Good morning' "$work/clone/index.html" || true)"
else
  verdict 'git clone' works "failed: $(tail -n 1 "$work/git.log")"
fi

say 'Rate limits, with forged forwarding headers'
allowed=0
for i in $(seq 12); do
  code=$(curl -s -o /dev/null -w '%{http_code}' -H "X-Forwarded-For: 198.51.100.$i" -H "X-Real-IP: 198.51.100.$i" \
    -H "Forwarded: for=198.51.100.$i" -H 'Content-Type: application/json' \
    -d '{"email":"nobody@example.com","password":"a wrong pass phrase"}' "$base/api/auth/login")
  [ "$code" = 429 ] || allowed=$((allowed + 1))
done
# One sign-in of the main job may lie in the same minute.
verdict 'sign-ins of one address in a minute, 12 tried' yes "$([ "$allowed" -ge 4 ] && [ "$allowed" -le 5 ] && echo yes || echo "no: $allowed")"
for i in $(seq 1600); do
  printf 'url = "%s/api/projects"\noutput = "/dev/null"\nheader = "X-Forwarded-For: 203.0.113.%s"\nwrite-out = "%%{http_code}\\n"\nsilent\nnext\n' \
    "$base" $((i % 250))
done >"$work/flood"
# Within one window of a minute: begin early in it.
while [ $(($(date +%s) % 60)) -gt 30 ]; do sleep 1; done
curl -s -Z --parallel-max 16 -K "$work/flood" >"$work/codes" 2>/dev/null || true
# Who is not signed in is refused, but served.
served=$(grep -c 401 "$work/codes" || true)
verdict 'answers that are neither a refusal nor 429' 0 "$(grep -vcE '401|429' "$work/codes" || true)"
verdict 'of 1,600 anonymous requests, limit 1,200, slack 3 x 48' yes \
  "$([ "$served" -ge 1100 ] && [ "$served" -le 1344 ] && echo yes || echo "no: $served")"
row 'requests served of 1,600' "$served"

say 'A rolling restart under load'
load() {
  while [ ! -e "$work/stop-load" ]; do
    curl -s -o /dev/null -w '%{http_code}\n' --max-time 30 -H "Authorization: Bearer $token" "$base/api/projects/$project" || echo 000
    curl -s -o /dev/null -w '%{http_code}\n' --max-time 30 -H "Authorization: Bearer $token" \
      -H 'Content-Type: application/json' -d "{\"description\":\"Changed $RANDOM\"}" -X PATCH "$base/api/projects/$project" || echo 000
    sleep 0.2
  done
}
load >"$work/load-1" & load_pid=$!
load >"$work/load-2" & load_pid="$load_pid $!"
for address in "${replicas[@]}"; do
  sleep 1
  kill "${pids[$address]}"
  wait "${pids[$address]}" 2>/dev/null || true
  start_replica "$address"
  await_replica "$address"
done
sleep 2
touch "$work/stop-load"
for pid in $load_pid; do wait "$pid" || true; done
load_pid=''
cat "$work"/load-[12] >"$work/load"
verdict 'failed requests while all replicas restarted' 0 "$(grep -vc '^200$' "$work/load" || true)"
row 'requests meanwhile' "$(wc -l <"$work/load")"

say 'A replica killed in the middle of a run'
project=$(new_project)
run=$(call POST "/api/projects/$project/generate" '{}' | field id)
until [ "$(call GET "/api/runs/$run" | field steps)" != 0 ] && grep -lq "$run" "$work"/replica-*.log; do sleep 0.2; done
victim=$(grep -l "$run" "$work"/replica-*.log | head -n 1 | sed -E 's/.*replica-(.*)\.log/\1/')
kill -9 "${pids[$victim]}"
wait "${pids[$victim]}" 2>/dev/null || true
began=$(date +%s%3N)
verdict 'the run after kill -9 of its replica' completed "$(await_run "$run")"
row 'from the kill to the end of the run' "$(($(date +%s%3N) - began)) ms (lease 20 s)"
verdict 'events out of sequence, steps committed twice' 0 "$(log_faults "$run")"
start_replica "$victim"
await_replica "$victim"

say 'The database restarted in the middle of a run'
project=$(new_project)
run=$(call POST "/api/projects/$project/generate" '{}' | field id)
sleep 1
as_owner "$programs/pg_ctl" -D "$work/cluster" -m immediate stop >/dev/null
sleep 2
start_postgres
verdict 'the run after a crash of PostgreSQL' completed "$(await_run "$run")"
verdict 'events out of sequence, steps committed twice' 0 "$(log_faults "$run")"

say 'Memory'
for address in "${replicas[@]}"; do
  resident=$(awk '/VmHWM/ {printf "%d", $2 / 1024}' "/proc/${pids[$address]}/status")
  row "replica $address, highest resident memory" "$resident MB"
  [ "$resident" -le 512 ] || failures=$((failures + 1))
done
if grep -hE 'OutOfMemory|"level":"ERROR"' "$work"/replica-*.log | grep -v 'cannot be read now' | head -n 5 | grep .; then
  row 'errors in the logs' 'see above'
fi

printf '\n%-52s %s\n' 'What was tried' 'What was seen'
for line in "${table[@]}"; do printf '%-52s %s\n' "${line%%|*}" "${line#*|}"; done
[ "$failures" = 0 ] || die "$failures of these are not as they must be"
printf '\nNothing was lost.\n'
