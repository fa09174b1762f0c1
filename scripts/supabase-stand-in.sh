#!/usr/bin/env bash
# Runs a stand-in of a Supabase project (Auth and PostgREST behind one address, on a PostgreSQL of its
# own) until it is interrupted, and prints the three variables that put the service on it:
#
#   scripts/supabase-stand-in.sh [port] [version of PostgREST: 12, 14 or 16]
#
# Then, in other terminals:
#
#   export SUPABASE_URL=… SUPABASE_ANON_KEY=… SUPABASE_SERVICE_ROLE_KEY=…   # as printed
#   mvn spring-boot:run
#   scripts/demo.sh
set -euo pipefail
cd "$(dirname "$0")/.."

exec mvn -B -ntp -q test-compile exec:exec@supabase-stand-in \
  -Dstand-in.port="${1:-54321}" -Dstand-in.postgrest="${2:-16}"
