#!/usr/bin/env bash
# Rehearses production on one machine without Docker: PostgreSQL, three packaged replicas as if in
# containers of 512 MB, nginx with the shipped nginx.conf and TLS, and a model behind an
# OpenAI-compatible address. Runs the main job over HTTPS, streams, clones, tries to smuggle requests past
# nginx and to get around the rate limits, restarts replicas under load, kills one in the middle of a run,
# restarts the database, and prints what it saw. Fails if anything was lost.
#
#   scripts/production-rehearsal.sh      about four minutes, after the build; as root on Debian or Ubuntu
#
# Needs a JDK 25 and Maven; installs nginx, dnsmasq and git where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/lib/production.sh

failures=0
table=()

row() { table+=("$1|$2"); printf '   %-48s %s\n' "$1" "$2"; }
verdict() { # WHAT EXPECTED ACTUAL
  if [ "$2" = "$3" ]; then
    row "$1" "$3"
  else
    row "$1" "$3, EXPECTED $2"
    failures=$((failures + 1))
  fi
}
# How often which other status came, such as "502 x 3", or none.
others_of() { # FILE EXPECTED
  local seen
  seen=$({ grep -vE "^($2)$" "$1" || true; } | sort | uniq -c | awk '{printf "%s%s%s x %s", (NR > 1 ? ", " : ""), $2, ($3 == "" ? "" : " (curl " $3 ")"), $1}')
  printf '%s' "${seen:-none}"
}

say 'Building'
build
say 'Starting PostgreSQL, a model, three replicas, DNS and nginx'
start_postgres
start_model 150
began=$(date +%s%3N)
for address in "${replicas[@]}"; do start_replica "$address"; done
for address in "${replicas[@]}"; do await_replica "$address"; done
row 'three replicas, start to ready (2 cores)' "$(($(date +%s%3N) - began)) ms"
start_nginx

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
sign_up rehearsal@example.com
key_id=$(new_key)
project=$(new_project "$key_id")
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

say 'Requests that say two things of their length'
# Over TLS, with the start of another request behind it; the number tells its lines in nginx's log.
ambiguous=0
two_lengths() { # HEADERS
  ambiguous=$((ambiguous + 1))
  printf "POST /api/lengths/$ambiguous HTTP/1.1\\r\\nHost: localhost\\r\\n$1\\r\\n\\r\\n0\\r\\n\\r\\nGET /hidden/$ambiguous HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n" \
    | timeout 10 openssl s_client -quiet -connect "localhost:$https" -servername localhost >/dev/null 2>&1 || true
}
# How many of the numbered requests nginx has sent on to a replica.
sent_on() { grep -cE "\"uri\":\"/(api/lengths|hidden)/$1\".*\"upstream\":\"[^\"]" "$work/access.log" || true; }
two_lengths 'Transfer-Encoding: chunked'
sleep 1
verdict 'one with one length is sent on, and so is the next' 2 "$(sent_on 1)"
while read -r headers; do two_lengths "$headers"; done <<'END'
Content-Length: 5\r\nTransfer-Encoding: chunked
Transfer-Encoding: chunked\r\nContent-Length: 5
Content-Length: 5\r\nContent-Length: 6
Content-Length: 5\r\nContent-Length: 5
Content-Length: 5, 6
Content-Length: +5
Content-Length: -5
Content-Length: 0x5
Transfer-Encoding: chunked, identity
Transfer-Encoding: chunked\r\nTransfer-Encoding: identity
Transfer-Encoding: xchunked
Transfer-Encoding: \x0bchunked
Content-Length: 5\r\nTransfer-Encoding: cow
END
sleep 1
verdict "of the $((ambiguous - 1)) others, sent on" 0 "$(($(sent_on '[0-9]+') - 2))"
verdict 'refused by nginx itself, with 400 or 501' $((ambiguous - 1)) \
  "$(grep -cE '"uri":"/api/lengths/[0-9]+","status":(400|501),.*"upstream":""' "$work/access.log" || true)"

say 'Rate limits, with forged forwarding headers'
# Windows are minutes of the clock: begin early in one.
early() { while [ $(($(date +%s) % 60)) -gt 30 ]; do sleep 1; done; }
early
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
  # Between the requests, and not behind the last one, which curl would take for one without an address.
  [ "$i" = 1 ] || echo next
  printf 'url = "%s/api/projects"\noutput = "/dev/null"\nheader = "X-Forwarded-For: 203.0.113.%s"\nwrite-out = "%%{http_code} %%{exitcode}\\n"\nsilent\n' \
    "$base" $((i % 250))
done >"$work/flood"
early
curl -s -Z --parallel-max 16 -K "$work/flood" >"$work/codes" 2>/dev/null || true
# Who is not signed in is refused, but served.
served=$(grep -c 401 "$work/codes" || true)
verdict 'answers that are neither a refusal nor 429' none "$(others_of "$work/codes" '401 0|429 0')"
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
load >"$work/load-1" & loaders+=($!)
load >"$work/load-2" & loaders+=($!)
for address in "${replicas[@]}"; do
  sleep 1
  stop_replica "$address"
  start_replica "$address"
  await_replica "$address"
done
sleep 2
touch "$work/stop-load"
for pid in "${loaders[@]}"; do wait "$pid" || true; done
loaders=()
cat "$work"/load-[12] >"$work/load"
verdict 'failed requests while all replicas restarted' none "$(others_of "$work/load" 200)"
row 'requests meanwhile' "$(wc -l <"$work/load")"

say 'A replica killed in the middle of a run'
project=$(new_project "$key_id")
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
project=$(new_project "$key_id")
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
