#!/bin/sh
# Writes supabase/schema.sql and supabase/migrations from the migrations in src/main/resources/db.
# The build does the same before its tests run; commit what it changes.
set -eu
cd "$(dirname "$0")/.."
mvn -q -B process-test-classes -DskipTests
git status --short supabase
