#!/usr/bin/env bash
# Tests, checks the deployment files, and deploys:
#
#   scripts/deploy.sh compose     builds the image and (re)starts docker-compose.prod.yml, replica by replica
#   scripts/deploy.sh railway     railway up (needs the railway command and RAILWAY_TOKEN or a login)
#   scripts/deploy.sh digitalocean   doctl apps create or update from .do/app.yaml
#
# SKIP_TESTS=1 leaves out `mvn verify`, for when CI has run it on this very commit.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-}
case $target in
  compose | railway | digitalocean) ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

[ -z "$(git status --porcelain)" ] || { echo 'deploy: commit or stash your changes first' >&2; exit 1; }
[ "${SKIP_TESTS:-}" = 1 ] || mvn -B -ntp verify
scripts/check-deployment.sh

case $target in
  compose)
    [ -f .env ] || { echo 'deploy: copy .env.example to .env and fill it in' >&2; exit 1; }
    compose=(docker compose -f docker-compose.prod.yml)
    "${compose[@]}" build app
    olds=$("${compose[@]}" ps -q app)
    "${compose[@]}" up -d --no-deps --scale app=3 --no-recreate app
    # One replica after another: each new one is healthy before the next old one goes. It has as long to end what is under
    # way as docker-compose.prod.yml gives it.
    for old in $olds; do
      docker stop --time 100 "$old" >/dev/null
      docker rm --volumes "$old" >/dev/null
      "${compose[@]}" up -d --no-deps --scale app=3 --no-recreate --wait app
    done
    "${compose[@]}" up -d
    ;;
  railway)
    railway up --ci
    ;;
  digitalocean)
    id=$(doctl apps list --format ID,Spec.Name --no-header | awk '$2 == "samokoder" {print $1}')
    if [ -n "$id" ]; then
      doctl apps update "$id" --spec .do/app.yaml --wait
    else
      doctl apps create --spec .do/app.yaml --wait
    fi
    ;;
esac
