# shellcheck shell=bash
# What production-rehearsal.sh and measure-production.sh have in common: one machine dressed up as a
# production, without Docker. Sourced in the project's folder. Sets $work (a temporary folder), $java and
# $base; needs root on Debian or Ubuntu, a JDK 25 and Maven; installs what else is missing.

work=$(mktemp -d)
chmod 755 "$work"
https=8443 http=8081 dns=5391 pg=5471
base=https://localhost:$https
replicas=(127.0.0.11 127.0.0.12 127.0.0.13)
declare -A pids=()
nginx_pid='' dns_pid='' model_pid='' programs=''
loaders=()

say() { printf '\n== %s\n' "$*"; }
die() {
  printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2
  exit 1
}

stop_everything() {
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
  for pid in "${pids[@]}" $dns_pid $model_pid "${loaders[@]}"; do
    disown "$pid" 2>/dev/null || true
    kill -9 "$pid" 2>/dev/null || true
  done
  [ ! -d "$work/cluster" ] || as_owner "$programs/pg_ctl" -D "$work/cluster" -m immediate stop >/dev/null 2>&1 || true
  if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap stop_everything EXIT

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
# PostgreSQL refuses to run as root.
as_owner() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }


# The packaged service, taken apart as in the image ($work/app), PostgreSQL's programs and an empty cluster.
build() {
  mvn -B -ntp -q -DskipTests package
  mvn -B -ntp -q dependency:copy-dependencies -DincludeGroupIds=io.zonky.test.postgres -DoutputDirectory="$work/jars"
  mvn -B -ntp -q dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"
  "$java" -Djarmode=tools -jar "$(ls target/samokoder-*.jar)" extract --application-filename samokoder.jar --destination "$work/app"
  unzip -qo "$(find "$work/jars" -name 'embedded-postgres-binaries-linux-*.jar' | head -n 1)" -d "$work/jars"
  mkdir "$work/postgres" "$work/cluster"
  tar -xJf "$work"/jars/*.txz -C "$work/postgres"
  programs=$work/postgres/bin
  chown 65534 "$work/cluster"
  as_owner "$programs/initdb" -A trust -U samokoder -E UTF8 --locale=C -D "$work/cluster" >/dev/null
}

start_postgres() {
  as_owner "$programs/pg_ctl" -D "$work/cluster" -w -l "$work/cluster/log" \
    -o "-p $pg -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100" start >/dev/null
}

# A model that answers after so many milliseconds behind an OpenAI-compatible address, which is in $model then.
start_model() {
  "$java" -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    com.samokoder.testing.CrewServer "$1" >"$work/model" 2>"$work/model.log" &
  model_pid=$!
  until [ -s "$work/model" ]; do sleep 0.1; done
  model=$(cat "$work/model")
}

random() { LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c "$1" || true; }
key=$(random 32) salt=$(random 16)

# With the image's options in 512 MB. More settings come from $settings, more options from $options.
settings=(RATE_LIMIT_PER_MINUTE=1200 RATE_LIMIT_PER_HOUR=50000)
options=()
start_replica() { # ADDRESS
  local address=$1
  # From its own folder, as in the image: the AOT cache knows the class path by name.
  (cd "$work/app" && exec env ENVIRONMENT=production HOST="$address" PORT=8000 SAMOKODER_DATA="$work/data-$address" \
    DATABASE_URL=postgres://samokoder:unused@127.0.0.1:$pg/postgres \
    API_ENCRYPTION_KEY="$key" API_ENCRYPTION_SALT="$salt" SAMOKODER_ALLOW_PRIVATE_BASE_URLS=true "${settings[@]}" \
    MALLOC_ARENA_MAX=2 "$java" -XX:MaxRAM=512m -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:NewRatio=6 -XX:+UseCompactObjectHeaders \
    -XX:ReservedCodeCacheSize=64m -XX:TrimNativeHeapInterval=5000 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED "${options[@]}" -jar samokoder.jar) \
    >>"$work/replica-$address.log" 2>&1 &
  pids[$address]=$!
}
await_replica() { # ADDRESS
  for _ in $(seq 1200); do
    kill -0 "${pids[$1]}" 2>/dev/null || { tail -n 20 "$work/replica-$1.log" >&2; die "replica $1 ended"; }
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$1:8000/readyz")" = 200 ] && return
    sleep 0.05
  done
  die "replica $1 is not ready"
}
stop_replica() { # ADDRESS
  kill "${pids[$1]}"
  wait "${pids[$1]}" 2>/dev/null || true
  unset "pids[$1]"
}

# The shipped nginx.conf; what differs from a server: ports, names of files, whose DNS.
start_nginx() {
  local address
  for address in "${replicas[@]}"; do printf '%s app\n' "$address"; done >"$work/hosts"
  dnsmasq --no-daemon --no-resolv --no-hosts --addn-hosts="$work/hosts" --listen-address=127.0.0.1 \
    --bind-interfaces --port=$dns --user=root >"$work/dns.log" 2>&1 &
  dns_pid=$!
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
  sed -e "s#listen 443 #listen $https #" -e "s#listen 80 #listen $http #" -e "s#resolver 127.0.0.11#resolver 127.0.0.1:$dns#" \
    -e 's#samokoder.example.com#localhost#' -e "s#/etc/letsencrypt/live/samokoder/fullchain.pem#$work/cert.pem#" \
    -e "s#/etc/letsencrypt/live/samokoder/privkey.pem#$work/key.pem#" -e "s#/dev/stdout#$work/access.log#" \
    -e "s#/dev/stderr#$work/error.log#" nginx.conf >"$work/nginx.conf"
  nginx -c "$work/nginx.conf" -g "daemon off; pid $work/nginx.pid;" &
  nginx_pid=$!
  export CURL_CA_BUNDLE=$work/cert.pem GIT_SSL_CAINFO=$work/cert.pem
  for _ in $(seq 50); do curl -s -o /dev/null "$base/health" && break; sleep 0.1; done
}

field() { { grep -oE "\"$1\" ?: ?(\"[^\"]*\"|[^,}\"]*)" || true; } | head -n 1 | sed -E 's/^[^:]*: ?"?//; s/"$//'; }
token=''
call() { # METHOD PATH [BODY]
  local -a with=(-sS --fail-with-body -X "$1" -H 'Accept: application/json')
  [ -z "$token" ] || with+=(-H "Authorization: Bearer $token")
  [ -z "${3-}" ] || with+=(-H 'Content-Type: application/json' -d "$3")
  curl "${with[@]}" "$base$2"
}
sign_up() { # EMAIL; the token of the user is in $token then
  local account="{\"email\":\"$1\",\"password\":\"a rehearsed pass phrase\"}"
  token=''
  call POST /api/auth/register "$account" >/dev/null
  token=$(call POST /api/auth/login "$account" | field access_token)
}
new_key() {
  call POST /api/keys "{\"provider\":\"custom\",\"name\":\"model\",\"api_key\":\"rehearsal-key\",\"base_url\":\"$model\"}" | field id
}
new_project() { # KEY
  call POST /api/projects "{\"name\":\"Page\",\"description\":\"A page that greets\",\"ai_config\":{\"provider\":\"custom\",\"key_id\":\"$1\",\"model\":\"crew\"}}" | field id
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
