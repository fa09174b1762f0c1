#!/usr/bin/env bash
# Kills, stops and crashes what runs depend on, and counts what is left: 24 runs on 3 processes,
# 6 x kill -9, 2 processes stopped for two leases, 2 crashes of PostgreSQL. About five minutes.
#
#   scripts/fault-test.sh [seed]
#   scripts/fault-test.sh postgrest [seed]   the short form, over PostgREST instead of JDBC
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = postgrest ]; then
  exec mvn -q -B test -Dtest=FaultsOverPostgrestTests -Dsurefire.failIfNoSpecifiedTests=true \
    -Dsamokoder.faults.postgrest=true -Dsamokoder.faults.seed="${2:-20261125}"
fi
exec mvn -q -B test -Dtest=FaultTests -Dsurefire.failIfNoSpecifiedTests=true \
  -Dsamokoder.faults.full=true -Dsamokoder.faults.seed="${1:-20261125}"
