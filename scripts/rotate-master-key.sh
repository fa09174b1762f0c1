#!/usr/bin/env bash
# Seals every stored secret anew under the newest master key, while the service serves.
#
#   SAMOKODER_EMAIL=admin@example.com scripts/rotate-master-key.sh [URL]
#
# Asks for the administrator's password, unless SAMOKODER_PASSWORD or a session's access token in
# SAMOKODER_TOKEN is set. What to configure before and after: docs/rotate-master-key.md
set -euo pipefail

url=${1:-${SAMOKODER_URL:-http://localhost:8000}}
url=${url%/}

# Credentials go in through standard input: arguments can be read by others on the machine.
call() {
    curl --silent --show-error --fail-with-body --max-time 900 "$@"
}

quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

if [ -z "${SAMOKODER_TOKEN:-}" ]; then
    : "${SAMOKODER_EMAIL:?set it to the address of an administrator}"
    if [ -z "${SAMOKODER_PASSWORD:-}" ]; then
        read -r -s -p "Password of $SAMOKODER_EMAIL: " SAMOKODER_PASSWORD
        echo >&2
    fi
    answer=$(printf '{"email":%s,"password":%s}' \
            "$(quoted "$SAMOKODER_EMAIL")" "$(quoted "$SAMOKODER_PASSWORD")" |
        call --header 'Content-Type: application/json' --data-binary @- "$url/api/auth/login") || {
        echo "Could not sign in: $answer" >&2
        exit 1
    }
    SAMOKODER_TOKEN=$(sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<<"$answer")
fi

report=$(printf 'header = "Authorization: Bearer %s"\n' "$SAMOKODER_TOKEN" |
    call --config - --request POST "$url/api/admin/keys/rotate") || {
    echo "Nothing is lost, but the rotation did not finish: $report" >&2
    exit 1
}
echo "$report"
if grep -q '"complete" *: *true' <<<"$report"; then
    echo "Done: API_ENCRYPTION_KEY_PREVIOUS and API_ENCRYPTION_SALT_PREVIOUS may be removed." >&2
else
    echo "Some secrets open under no configured master key: keep the previous one." >&2
    exit 2
fi
