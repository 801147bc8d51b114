#!/usr/bin/env bash
# Breaks each promise on purpose and runs the tests that guard it: they must turn red. That they are green otherwise is
# what `make test` shows. The switches are in every build with debug assertions, so nothing is built anew for them.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}

# The test binaries of `make test-rust`, a line each: package, a blank, path.
binaries=$("$cargo" test --workspace --exclude daybook-tests --lib --no-run --message-format=json --quiet |
  sed -nE 's/.*"manifest_path":"[^"]*\/([^"/]+)\/Cargo.toml".*"executable":"([^"]+)".*/\1 \2/p')

# Runs the tests that a filter of several words selects in a package's folder.
run() {
  local folder=$1 binary
  binary=$(awk -v folder="$folder" '$1 == folder {print $2}' <<<"$binaries")
  [ -n "$binary" ] || { echo "no test binary of $folder"; return 1; }
  # The filter is several words. Tests run in their package's folder, as with `cargo test`.
  # shellcheck disable=SC2086
  (cd "$folder" && "$binary" --quiet $2)
}

caught=0 missed=0
# Judges one fault by what the tests said: a red test is a fault that was caught.
judge() {
  local fault=$1 promise=$2 tests=$3 output=$4
  if grep -q '^test result: FAILED' <<<"$output"; then
    caught=$((caught + 1))
    echo "caught: $fault ($promise)"
  else
    missed=$((missed + 1))
    echo "MISSED: $fault ($promise): \`$tests\` stayed green or did not run"
    tail -n 5 <<<"$output"
  fi
}

# fault | the promise it breaks | the package's folder and the tests that must notice
while IFS='|' read -r fault promise tests; do
  case $fault in '' | '#'*) continue ;; esac
  fault=$(xargs <<<"$fault") promise=$(xargs <<<"$promise") tests=$(xargs <<<"$tests")
  # A case that fails is enough: the smallest one is not looked for, and none is kept.
  output=$(DAYBOOK_FAULT=$fault PROPTEST_MAX_SHRINK_ITERS=0 PROPTEST_DISABLE_FAILURE_PERSISTENCE=1 \
    run "${tests%%: *}" "${tests#*: }" 2>&1) || true
  judge "$fault" "$promise" "$tests" "$output"
done <tests/faults.txt

# The real binary acknowledges before it commits: killed in between, it loses what it acknowledged.
crash=crash::a_kill_during_writes
output=$(DAYBOOK_FAULT=ack-before-commit DAYBOOK_CRASH_KILLS=10 \
  "$cargo" test --package daybook-tests --test house --quiet -- $crash 2>&1) || true
judge ack-before-commit 'no kill loses what was acknowledged' "house: $crash" "$output"

echo "$caught passed, $missed failed"
[ "$missed" = 0 ] && [ "$caught" -gt 0 ]
