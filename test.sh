#!/usr/bin/env bash
# Runs every test and ends with one line: N passed, N failed, N skipped.
# --soak: 100,000 damaged DICOM files of each transfer syntax instead of some hundred; takes hours. RADL_SOAK_LOG names a file for the figures.
set -uo pipefail
if [ "${1:-}" = --soak ]; then export RADL_SOAK=100000; fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here"
source src/RadlPortal.Cli/build.sh
require_dotnet "$here"
require_node
mkdir -p .build
if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  say "Installing Chromium for the browser tests…"
  (apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core) >.build/chromium.log 2>&1 || say "Chromium could not be installed (see .build/chromium.log); the browser tests are skipped."
fi
build_viewer "$here"
install_postgres "$here"
say "Building…"
quietly .build/build.log dotnet build RadlPortal.sln -c Release -v q --nologo -nodeReuse:false || fail "The solution could not be built."

passed=0 failed=0 skipped=0
count() { # count FILE KEY
  grep -E "^  $2: [0-9]+" "$1" | tail -n 1 | grep -oE '[0-9]+' || echo 0
}
check() { # check NAME COMMAND...: a check that counts as one test
  local name="$1"
  shift
  if "$@" >.build/check.log 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); say "FAILED: $name"; tail -n 40 .build/check.log >&2; fi
}

check "format of the C# sources (dotnet format)" dotnet format whitespace RadlPortal.sln --no-restore --verify-no-changes --exclude migrations
if [ -e src/viewer/package.json ]; then
  check "the viewer's types and style" npm --prefix src/viewer run lint
  check "the viewer's own tests" npm --prefix src/viewer test
fi
for project in tests/*.Tests; do
  name="$(basename "$project")"
  log=".build/$name.log"
  say "$name…"
  if ! dotnet test --project "$project" -c Release --no-build >"$log" 2>&1 && [ "$(count "$log" failed)" = 0 ]; then
    # Ended without a summary, or without a test.
    if [ "$(count "$log" total)" = 0 ] && ! grep -q "Zero tests ran" "$log"; then failed=$((failed + 1)); tail -n 40 "$log" >&2; fi
  fi
  p=$(count "$log" succeeded) f=$(count "$log" failed) s=$(count "$log" skipped)
  [ "$f" = 0 ] || grep -vE '^\s+at ' "$log" >&2
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
