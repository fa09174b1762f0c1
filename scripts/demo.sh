#!/usr/bin/env bash
# Shows the whole main job against a running service, with the scripted demo provider: registers a
# user, creates a project, generates it while printing the live events, asks for a change in the chat
# and shows its diff, unpacks the result, changes a file by hand, shows the difference, takes the
# change back, and clones it all with git.
#
#   scripts/demo.sh ["description of the app"] [target folder]
#
# SAMOKODER_URL names the service (default http://localhost:8000).
set -euo pipefail

base=${SAMOKODER_URL:-http://localhost:8000}
description=${1:-A to-do list that opens in the browser}
target=${2:-demo-app}

fail() {
  printf 'demo: %s\n' "$*" >&2
  exit 1
}

# The first text or number with this name in a JSON document.
field() {
  { grep -oE "\"$1\"[[:space:]]*:[[:space:]]*(\"[^\"]*\"|[^,}\"]*)" || true; } \
    | head -n 1 | sed -E 's/^[^:]*:[[:space:]]*"?//; s/"$//'
}

# call METHOD PATH [BODY]: the answer's body; a failure prints the problem and ends the script.
call() {
  local method=$1 path=$2 body=${3-} answer status
  local -a options=(-sS -X "$method" -H 'Accept: application/json' -w '\n%{http_code}')
  [ -z "${token-}" ] || options+=(-H "Authorization: Bearer $token")
  [ -z "$body" ] || options+=(-H 'Content-Type: application/json' -d "$body")
  answer=$(curl "${options[@]}" "$base$path") || fail "no service at $base (start it with: mvn spring-boot:run)"
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  case $status in
    2*) printf '%s' "$answer" ;;
    *) fail "$method $path answered $status: $answer" ;;
  esac
}

# Escapes a text for use inside a JSON string.
json_text() {
  printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | tr '\n' ' '
}

# Prints each event of the stream as one line; stops by itself when the run has ended.
show_events() {
  local line event='' agent
  while IFS= read -r line; do
    case $line in
      event:*) event=${line#event:} event=${event# } ;;
      data:*)
        agent=$(printf '%s' "$line" | field agent)
        case $event in
          step.started) printf '  %-12s starts\n' "$agent" ;;
          step.completed) printf '  %-12s is done\n' "$agent" ;;
          step.retried) printf '  %-12s tries again\n' "$agent" ;;
          file.written) printf '  %-12s wrote %s\n' "$agent" "$(printf '%s' "$line" | field path)" ;;
          progress) printf '  [%3s %%]\n' "$(printf '%s' "$line" | field percent)" ;;
          version.created) printf '  version %s\n' "$(printf '%s' "$line" | field version)" ;;
          run.completed) printf '  the run is complete\n' ;;
          run.failed | run.cancelled | run.paused | error) printf '  %s: %s\n' "$event" "${line#data:}" ;;
        esac
        ;;
    esac
  done
}

unpack() {
  local archive=$1 folder=$2
  mkdir -p "$folder"
  if command -v unzip >/dev/null; then
    unzip -qo "$archive" -d "$folder"
  elif command -v python3 >/dev/null; then
    python3 -m zipfile -e "$archive" "$folder"
  elif command -v jar >/dev/null; then
    (cd "$folder" && jar xf "$archive")
  else
    fail "unzip, python3 or jar is needed to unpack $archive"
  fi
}

# clone PROJECT FOLDER: with an access token made for it, which no command line shows.
clone() {
  local project=$1 folder=$2 access
  access=$(call POST /api/auth/tokens '{"name":"demo","scopes":["git"]}' | field token)
  [ -n "$access" ] || fail 'no token in the answer to the new access token'
  DEMO_TOKEN=$access GIT_TERMINAL_PROMPT=0 git \
    -c credential.helper= \
    -c credential.helper='!f() { echo username=demo; echo "password=$DEMO_TOKEN"; }; f' \
    clone --quiet "$base/git/$project.git" "$folder" || fail 'git clone failed'
}

[ ! -e "$target" ] || fail "$target exists already: name another folder as the second argument"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

email="demo-$(date +%s)-$$@example.com"
password="demo password $(date +%s)-$$"
printf 'Registering %s\n' "$email"
call POST /api/auth/register "{\"email\":\"$email\",\"password\":\"$password\"}" >/dev/null
token=$(call POST /api/auth/login "{\"email\":\"$email\",\"password\":\"$password\"}" | field access_token)
[ -n "$token" ] || fail 'no access token in the answer to login'

printf 'Creating the project: %s\n' "$description"
project=$(call POST /api/projects "{\"name\":\"Demo\",\"description\":\"$(json_text "$description")\",\"ai_config\":{\"provider\":\"demo\"}}" | field id)
[ -n "$project" ] || fail 'no id in the answer to the new project'

printf 'Generating, live:\n'
run=$(call POST "/api/projects/$project/generate" '{}' | field id)
[ -n "$run" ] || fail 'no id in the answer to generate'
curl -sSN -H "Authorization: Bearer $token" -H 'Accept: text/event-stream' \
  "$base/api/runs/$run/events" | show_events

completed() {
  local status
  status=$(call GET "/api/runs/$1" | field status)
  [ "$status" = completed ] || fail "the run ended as $status"
}

completed "$run"

printf '\nAsking for a change: Call it "My week"\n'
run=$(call POST "/api/projects/$project/chat" '{"message":"Call it \"My week\""}' | field id)
[ -n "$run" ] || fail 'no id in the answer to the chat'
curl -sSN -H "Authorization: Bearer $token" -H 'Accept: text/event-stream' \
  "$base/api/runs/$run/events" | show_events
completed "$run"
head=$(call GET "/api/projects/$project/versions?limit=1" | field number)
printf 'What version %s changed:\n\n' "$head"
curl -sS --fail -H "Authorization: Bearer $token" -H 'Accept: text/x-diff' \
  "$base/api/projects/$project/versions/$head/diff?against=$((head - 1))" | sed 's/^/  | /' \
  || fail 'the diff failed'
printf '\n'

curl -sS --fail -H "Authorization: Bearer $token" -o "$work/app.zip" "$base/api/projects/$project/export" \
  || fail 'the export failed'
unpack "$work/app.zip" "$target"
printf 'The app is in %s:\n' "$target"
(cd "$target" && find . -type f | sort | sed 's/^/  /')
readme=$(find "$target" -name README.md | head -n 1)
[ -n "$readme" ] || fail 'the project has no README.md'
printf '\n%s says:\n\n' "$readme"
sed 's/^/  | /' "$readme"

# file_at PATH OUTPUT: writes a file of the project and answers its entity tag.
file_at() {
  curl -sS --fail -D - -o "$2" -H "Authorization: Bearer $token" "$base/api/projects/$project/files/$1" \
    | tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p'
}

# difference VERSION AGAINST: what changed between them, as git would show it.
difference() {
  curl -sS --fail -H "Authorization: Bearer $token" -H 'Accept: text/x-diff' \
    "$base/api/projects/$project/versions/$1/diff?against=$2"
}

generated=$(call GET "/api/projects/$project" | field head_version)
path=${readme#"$target"/}
tag=$(file_at "$path" "$work/readme") || fail "cannot read $path"
printf '\nChanged by hand.\n' >>"$work/readme"
edited=$(curl -sS --fail -X PUT -H "Authorization: Bearer $token" -H "If-Match: $tag" \
  --data-binary @"$work/readme" "$base/api/projects/$project/files/$path" | field version)
[ -n "$edited" ] || fail "cannot write $path"
printf '\nVersion %s is a change by hand; compared with version %s:\n\n' "$edited" "$generated"
difference "$edited" "$generated" | sed 's/^/  | /'

restored=$(call POST "/api/projects/$project/versions/$generated/restore" | field number)
[ -n "$restored" ] || fail "version $generated was not restored"
[ -z "$(difference "$restored" "$generated")" ] || fail "version $restored differs from version $generated"
printf '\nVersion %s has the files of version %s again; nothing is lost.\n' "$restored" "$generated"

if command -v git >/dev/null; then
  printf '\nEvery version is a commit: git clone %s/git/%s.git\n' "$base" "$project"
  clone "$project" "$work/clone"
  git -C "$work/clone" --no-pager log --format='  %h  %<(12,trunc)%an %s'
  diff -r --exclude=.git "$target" "$work/clone" || fail 'the clone differs from the export'
fi
