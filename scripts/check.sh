#!/usr/bin/env bash
# Every check of the project, after `npm ci`. The last line is `N passed, N failed`: tests and gates together. The one
# before it counts what was skipped: tests that need a browser where there is none.
set -u
cd "$(dirname "$0")/.."
passed=0
failed=0
skipped=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# and_skipped NUMBER: how many were skipped, where any were.
and_skipped() {
  if [ "$1" -gt 0 ]; then printf ', %s skipped' "$1"; fi
}

# gate NAME COMMAND...: one check that passes or fails as a whole.
gate() {
  local name=$1
  shift
  if "$@" >"$logs/log" 2>&1; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$name"
    tail -n 80 "$logs/log"
  fi
}

# suite NAME COMMAND...: a vitest run, whose tests count one by one. What it says of a test that is skipped is shown.
suite() {
  local name=$1 report=$logs/report.json counts ran broken left
  shift
  rm -f "$report"
  gate "$name" "$@" --reporter=default --reporter=json --outputFile.json="$report"
  counts=$(node -e 'const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")); console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests)' "$report" 2>/dev/null) || counts="0 0 0"
  read -r ran broken left <<<"$counts"
  passed=$((passed + ran))
  failed=$((failed + broken))
  skipped=$((skipped + left))
  printf '        %s passed, %s failed%s\n' "$ran" "$broken" "$(and_skipped "$left")"
  grep '^skipped: ' "$logs/log"
}

gate "types" npm run -s typecheck
gate "lint" npm run -s lint
suite "tests" npx --no vitest -- run --typecheck
gate "build" npm run -s build
suite "packed tarball" npx --no vitest -- run --config vitest.package.config.ts
gate "publint" npx --no publint --strict
gate "are the types wrong" npx --no attw -- --pack . --exclude-entrypoints package.json
gate "size" npm run -s size
gate "API documentation" npm run -s docs -- --logLevel Warn
gate "site" npm run -s site:build
gate "links of the site" npm run -s site:links
suite "site in a browser" npx --no vitest -- run --config vitest.site.config.ts
if [ -d ../shared/parity ]; then
  gate "parity with the original" npm run -s parity -- ../shared/parity/constraints.json ../shared/parity/solve.json
else
  echo "skipped parity with the original: its evaluations are not beside this checkout"
fi

if [ "$skipped" -gt 0 ]; then echo "$skipped skipped"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
