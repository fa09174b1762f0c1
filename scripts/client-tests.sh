#!/usr/bin/env bash
# The vendors' own libraries (npm and Maven) against a running service.
#
#   scripts/client-tests.sh           builds, starts everything, runs both languages, stops everything
#   scripts/client-tests.sh node      only JavaScript; `java` only Java
#
# Starts a stand-in for the providers (clients/replay.mjs), whose fault switch is the model's name, and
# the service with a database of its own in a temporary folder. Needs a JDK 25, Maven, Node 20, curl.
# All ports are free ones; nothing is left behind.
set -euo pipefail
cd "$(dirname "$0")/.."
languages=${1:-node java}
work=$(mktemp -d)
pids=()

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

field() { # the string at a path of a JSON document on standard input
  node -e 'let t = ""; process.stdin.on("data", (d) => (t += d)).on("end", () => console.log(process.argv[1].split(".").reduce((o, k) => o[k], JSON.parse(t))))' "$1"
}

node clients/replay.mjs > "$work/replay.port" &
pids+=($!)

mvn -q -B -DskipTests test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" > "$work/build.log" 2>&1 ||
  { tail -30 "$work/build.log"; exit 1; }
for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
  if [ -x "$candidate/bin/java" ] && "$candidate/bin/java" -version 2>&1 | grep -q '"25'; then
    java=$candidate/bin/java
    break
  fi
done
[ -n "${java:-}" ] || { echo 'client-tests: set JAVA_HOME to a JDK 25' >&2; exit 1; }
port=$(free_port)
HOST=127.0.0.1 PORT=$port SAMOKODER_DATA="$work/data" RATE_LIMIT_PER_MINUTE=100000 RATE_LIMIT_PER_HOUR=1000000 \
  "$java" -Xmx400m -XX:+UseSerialGC -cp "target/classes:$(cat "$work/classpath")" \
  com.samokoder.SamokoderApplication > "$work/service.log" 2>&1 &
pids+=($!)
url=http://127.0.0.1:$port
for attempt in $(seq 1 240); do
  curl -fs "$url/health" > /dev/null 2>&1 && break
  kill -0 "${pids[1]}" 2>/dev/null || { tail -30 "$work/service.log"; exit 1; }
  [ "$attempt" = 240 ] && { echo "the service did not start"; tail -30 "$work/service.log"; exit 1; }
  sleep 0.5
done

replay=http://127.0.0.1:$(cat "$work/replay.port")
post() { # path, credential, JSON
  curl -fsS "$url$1" -H 'content-type: application/json' ${2:+-H "authorization: Bearer $2"} -d "$3"
}
session=$(post /api/auth/register "" '{"email":"clients@example.com","password":"correct horse battery staple"}' | field session.access_token)
for provider in openai anthropic; do
  post /api/keys "$session" "{\"provider\":\"$provider\",\"name\":\"replay\",\"api_key\":\"replayed-key-$provider\",\"base_url\":\"$replay/v1\",\"check\":false}" > /dev/null
done
token=$(post /api/auth/tokens "$session" '{"name":"clients","scopes":["gateway"]}' | field token)
poor=$(post /api/auth/tokens "$session" '{"name":"poor","scopes":["gateway"],"budget":{"limit_usd":"0.000001","period":"day"}}' | field token)
export SAMOKODER_URL=$url SAMOKODER_TOKEN=$token SAMOKODER_POOR_TOKEN=$poor REPLAY_URL=$replay

failed=0
for language in $languages; do
  case $language in
    node) (cd clients/node && npm ci --no-audit --no-fund --silent && npm test) || failed=1 ;;
    java) JAVA_HOME=${java%/bin/java} mvn -B -ntp -f clients/java/pom.xml test || failed=1 ;;
    *) echo "unknown language $language"; exit 2 ;;
  esac
done
[ "$failed" = 0 ] || { echo "the end of the service's log:"; tail -40 "$work/service.log"; }
exit $failed
