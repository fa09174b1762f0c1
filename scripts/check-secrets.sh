#!/usr/bin/env bash
# Looks for credentials in every file of the repository, and first plants one to see that it would be found.
# Passwords of examples are named in .secretlintrc.json.
#   scripts/check-secrets.sh      half a minute; needs node and npm
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --silent --no-fund --no-audit \
  secretlint@12.0.0 @secretlint/secretlint-rule-preset-recommend@12.0.0 >/dev/null
scan() { "$work/node_modules/.bin/secretlint" --secretlintrc .secretlintrc.json "$@"; }

# Put together here, so that this file holds none.
printf 'aws_secret_access_key = "%s%s"\npostgres://shop:%s@db.example.com/shop\n' wJalrXUtnFEMI7MDENG \
  bPxRfiCYQWERTYUIOPKEY S3cretEnough >"$work/planted.txt"
if scan "$work/planted.txt" >/dev/null 2>&1; then
  echo 'check-secrets: a planted credential was not found' >&2
  exit 1
fi
git ls-files -z --cached --others --exclude-standard | grep -zvE '\.(png|jar|ico)$' >"$work/files"
xargs -0 "$work/node_modules/.bin/secretlint" --secretlintrc .secretlintrc.json <"$work/files"
printf 'No credential in %s files.\n' "$(tr -cd '\0' <"$work/files" | wc -c)"
