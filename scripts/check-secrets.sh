#!/usr/bin/env bash
# Looks for secrets in every file of the repository and in every version it has had (secretlint), and first plants
# some to see that they would be found. What only looks like one is named in .secretlintrc.json.
#   scripts/check-secrets.sh      20 seconds; needs node and npm
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --silent --no-fund --no-audit secretlint@13.0.6 \
  @secretlint/secretlint-rule-preset-recommend@13.0.6 @secretlint/secretlint-rule-pattern@13.0.6 >/dev/null
cp .secretlintrc.json "$work/"

# DIRECTORY: whether its files are free of secrets. Names are relative, so that rules see what a user sees.
clean() {
  (cd "$1" && find . -type f -print0 \
    | xargs -0 -r "$work/node_modules/.bin/secretlint" --no-gitignore --no-color --secretlintrc "$work/.secretlintrc.json")
}

# A search that finds nothing proves nothing until it has found what was put there.
capitals=QWERTYUIOPASDFGH
planted=(
  "aws_secret_access_key = $capitals${capitals,,}01234567"
  "ANTHROPIC=sk-ant-api03-$(printf 'aB3-%.0s' {1..23})a-${capitals:0:6}AA"
  "-----BEGIN RSA PRIVATE KEY-----"$'\n'"$(printf 'MIIEpAIBAAKCAQEA%.0s' {1..40})"$'\n'"-----END RSA PRIVATE KEY-----"
  "DATABASE_URL=postgres:""//owner:$capitals@db.internal/shop"
  "API_ENCRYPTION_KEY=$capitals$capitals"
)
for index in "${!planted[@]}"; do
  mkdir "$work/planted"
  printf '%s\n' "${planted[$index]}" >"$work/planted/settings.txt"
  if clean "$work/planted" >/dev/null 2>&1; then
    printf 'FAILED  planted secret %s was not found\n' "$((index + 1))"
    exit 1
  fi
  rm -r "$work/planted"
done
printf 'ok      %s planted secrets are found\n' "${#planted[@]}"

mkdir "$work/files" "$work/versions"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/files"
git rev-list --objects --filter=object:type=blob --filter-provided-objects HEAD >"$work/objects"
while read -r object name; do
  git cat-file blob "$object" >"$work/versions/$object-${name##*/}"
done <"$work/objects"

failures=0
for part in files versions; do
  if clean "$work/$part" >"$work/found" 2>&1; then
    printf 'ok      %s %s without secrets\n' "$(find "$work/$part" -type f | wc -l)" "$part"
  else
    printf 'FAILED  %s\n' "$part"
    sed 's/^/        /' "$work/found"
    failures=1
  fi
done
exit "$failures"
