#!/usr/bin/env bash
# Breaks each promise by its switch and runs the suite that guards it: the suite must turn red, and green without.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}

# switch | what it breaks | the tests that must notice
saboteurs=$(cat tests/saboteurs.txt)

# The tests that a filter selects, in a build whose promises can be broken. `graphql: …` are those of the API, all
# others those of the store.
run() {
  local crate=(--package daybook-store --features sabotage,testsuite) filter=$1
  case $filter in
    'graphql: '*) crate=(--package daybook-graphql --features sabotage) filter=${filter#graphql: } ;;
  esac
  # The filter is several words.
  # shellcheck disable=SC2086
  "$cargo" test "${crate[@]}" --lib --quiet $2 -- $filter
}

for crate in '' 'graphql: '; do
  run "$crate" --no-run
done
caught=0 missed=0
declare -A green=()
while IFS='|' read -r switch promise tests; do
  case $switch in ''|'#'*) continue ;; esac
  switch=$(xargs <<<"$switch") tests=$(xargs <<<"$tests") promise=$(xargs <<<"$promise")
  if [ -z "${green[$tests]:-}" ]; then
    if ! output=$(run "$tests" "" 2>&1) || ! grep -q '^test result: ok. [1-9]' <<<"$output"; then
      missed=$((missed + 1))
      echo "NOT GREEN without $switch: \`$tests\`"
      tail -n 20 <<<"$output"
      continue
    fi
    green[$tests]=1
  fi
  # A case that fails is enough: the smallest one is not looked for, and none is kept.
  output=$(DAYBOOK_SABOTAGE=$switch PROPTEST_MAX_SHRINK_ITERS=0 \
    PROPTEST_DISABLE_FAILURE_PERSISTENCE=1 run "$tests" "" 2>&1) && status=0 || status=$?
  if grep -q '^test result: FAILED' <<<"$output"; then
    caught=$((caught + 1))
    echo "caught: $switch ($promise)"
  else
    missed=$((missed + 1))
    echo "MISSED: $switch ($promise): \`$tests\` stayed green or did not run (status $status)"
    tail -n 5 <<<"$output"
  fi
done <<<"$saboteurs"

# The real binary acknowledges before it commits: killed in between, it loses what it acknowledged.
"$cargo" build --package daybook --features sabotage --quiet
broken=$(mktemp -d)
trap 'rm -r "$broken"' EXIT
cp "${CARGO_TARGET_DIR:-target}/debug/daybook" "$broken"
output=$(DAYBOOK_BINARY=$broken/daybook DAYBOOK_SABOTAGE=ack-before-commit DAYBOOK_CRASH_KILLS=10 \
  "$cargo" test --package daybook-tests --test house --quiet -- crash::a_kill_during_writes 2>&1) && status=0 || status=$?
if grep -q '^test result: FAILED' <<<"$output"; then
  caught=$((caught + 1))
  echo "caught: ack-before-commit (no kill loses what was acknowledged)"
else
  missed=$((missed + 1))
  echo "MISSED: ack-before-commit (no kill loses what was acknowledged): \`crash::a_kill_during_writes\` stayed green or did not run ($status)"
  tail -n 5 <<<"$output"
fi
# The sound binary stands where tests look for it again.
"$cargo" build --package daybook --quiet
echo "$caught passed, $missed failed"
[ "$missed" = 0 ] && [ "$caught" -gt 0 ]
