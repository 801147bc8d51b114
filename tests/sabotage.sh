#!/usr/bin/env bash
# Breaks each promise by its switch and runs the suite that guards it: the suite must turn red, and green without.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}

# switch | what it breaks | the tests that must notice
saboteurs=$(cat tests/saboteurs.txt)

"$cargo" test --package daybook-store --features sabotage,testsuite --lib --no-run --quiet
caught=0 missed=0
while IFS='|' read -r switch promise tests; do
  case $switch in ''|'#'*) continue ;; esac
  switch=$(xargs <<<"$switch") tests=$(xargs <<<"$tests") promise=$(xargs <<<"$promise")
  output=$(DAYBOOK_SABOTAGE=$switch "$cargo" test --package daybook-store --features sabotage,testsuite --lib --quiet \
    -- $tests 2>&1) && status=0 || status=$?
  if grep -q '^test result: FAILED' <<<"$output"; then
    caught=$((caught + 1))
    echo "caught: $switch ($promise)"
  else
    missed=$((missed + 1))
    echo "MISSED: $switch ($promise): \`$tests\` stayed green or did not run (status $status)"
    tail -n 5 <<<"$output"
  fi
done <<<"$saboteurs"
echo "$caught passed, $missed failed"
[ "$missed" = 0 ] && [ "$caught" -gt 0 ]
