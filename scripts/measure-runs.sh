#!/usr/bin/env bash
# Measures what docs/performance.md states of runs, with real processes and a scripted model:
# wall time of a plan with parallel tasks, overhead per step at 50 runs at once, delay of events to
# another replica, memory of 200 runs at once. About four minutes.
#   scripts/measure-runs.sh
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B test -Dtest=RunMeasurements -Dsurefire.failIfNoSpecifiedTests=true
