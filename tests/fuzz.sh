#!/usr/bin/env bash
# Sends arbitrary bytes at each place where a stranger's text is read, FUZZ_SECONDS each. Needs cargo-fuzz and a nightly
# compiler. What breaks is kept in fuzz/artifacts; what was learned, in fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0
for target in document cursor definitions ingest; do
  mkdir -p "fuzz/corpus/$target"
  if cargo +nightly fuzz run "$target" -- -max_total_time="${FUZZ_SECONDS:-60}" -max_len=4096 -rss_limit_mb=4096 -timeout=20; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
