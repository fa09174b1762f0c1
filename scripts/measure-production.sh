#!/usr/bin/env bash
# Measures what docs/performance.md states of production, on one machine without Docker: start with and
# without the AOT cache, the sizes of the image's layers, memory of a replica idle, at 100 requests a
# second and with 50 runs, and the ordinary API through nginx with three replicas. With the image's options
# of the virtual machine and the shipped nginx.conf.
#
#   scripts/measure-production.sh      about eight minutes; as root on Debian or Ubuntu
#
# Needs a JDK 25 and Maven; installs nginx, dnsmasq and wrk where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/lib/production.sh
command -v wrk >/dev/null || apt-get install -y -qq --no-install-recommends wrk >/dev/null

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
megabytes() { du -scm "$@" | tail -n 1 | cut -f1; }
# Resident memory, and the part of it that no file backs: that alone cannot be given back under pressure.
memory() { awk '/^VmRSS/ {rss = $2} /^RssAnon/ {anonymous = $2} END {printf "%d MB (%d anonymous)", rss / 1024, anonymous / 1024}' "/proc/${pids[$1]}/status"; }
highest() { awk '/^VmHWM/ {printf "%d MB", $2 / 1024}' "/proc/${pids[$1]}/status"; }
one=${replicas[0]}
settings=(RATE_LIMIT_PER_MINUTE=100000000 RATE_LIMIT_PER_HOUR=1000000000 SAMOKODER_RATE_LIMIT_SIGN_IN_PER_MINUTE=1000
  SAMOKODER_RATE_LIMIT_PROJECT_CREATION_PER_MINUTE=1000 SAMOKODER_RATE_LIMIT_GENERATION_PER_MINUTE=1000
  SAMOKODER_RUNS_CONCURRENCY=50 SAMOKODER_RUNS_USER_CAP=50)
cached=(-XX:AOTCache=samokoder.aot)

say 'Building, and training the AOT cache'
build
began=$(date +%s%3N)
JAVA=$java bash deploy/train-aot-cache.sh "$work/app" "$work/jars"
printf 'training: %s ms\n' $(($(date +%s%3N) - began))
printf 'layers: dependencies %s MB, application %s MB, AOT cache %s MB\n' \
  "$(megabytes "$work/app/lib")" "$(megabytes "$work/app/samokoder.jar")" "$(megabytes "$work/app/samokoder.aot")"

say 'Start to ready'
start_postgres
start_model 2000
starts() {
  local began
  for _ in 1 2 3 4; do
    began=$(date +%s%3N)
    start_replica "$one"
    await_replica "$one"
    printf '%s\n' $(($(date +%s%3N) - began))
    stop_replica "$one"
  done | tail -n 3 | median
}
cold=$(starts)
options=("${cached[@]}")
warm=$(starts)
printf 'without the AOT cache %s ms, with it %s ms (medians of 3, two cores)\n' "$cold" "$warm"

say 'Memory of one replica'
start_replica "$one"
await_replica "$one"
sleep 30
printf 'idle for 30 s: %s\n' "$(memory "$one")"
base=http://$one:8000
sign_up measured@example.com
key_id=$(new_key)
project=$(new_project "$key_id")
printf '100 requests/s for 60 s: '
"$java" bench/Load.java "$base/api/projects/$project" "$token" 10 60 100
printf 'resident after it: %s\n' "$(memory "$one")"
runs=()
for _ in $(seq 50); do runs+=("$(call POST "/api/projects/$(new_project "$key_id")/generate" '{}' | field id)"); done
for run in "${runs[@]}"; do
  status=$(await_run "$run")
  [ "$status" = completed ] || die "run $run ended as $status"
done
printf 'highest with 50 runs at once, all completed: %s\n' "$(highest "$one")"

say 'The ordinary API through nginx with three replicas'
for address in "${replicas[@]:1}"; do start_replica "$address"; done
for address in "${replicas[@]:1}"; do await_replica "$address"; done
base=https://localhost:$https
start_nginx
load() { # CONNECTIONS SECONDS PATH
  wrk -t1 -c"$1" -d"$2"s --latency -H "Authorization: Bearer $token" "$base$3" \
    | awk '/50%|99%/ {printf "p%s %s, ", substr($1, 1, 2), $2} /Requests.sec/ {printf "%s requests/s", $2} /Non-2xx|Socket errors/ {printf " (%s)", $0} END {print ""}'
}
load 64 40 "/api/projects/$project" >/dev/null # warm-up of all three
for path in "/api/projects/$project" '/api/projects?limit=20' "/api/projects/$project/files"; do
  for connections in 1 64; do
    printf 'GET %s, %s connections: ' "${path/$project/\{id\}}" "$connections"
    load "$connections" 15 "$path"
  done
done
for address in "${replicas[@]}"; do printf 'replica %s: %s, highest %s\n' "$address" "$(memory "$address")" "$(highest "$address")"; done

say 'The rate limiter'
mvn -q -B -ntp test -Dtest=RateLimitMeasurements -Dsurefire.failIfNoSpecifiedTests=true 2>&1 | grep '^limiter:'
