#!/usr/bin/env bash
# Builds the portal and runs it: database, web and worker, until Ctrl-C. PORT and RADL_DATA change where.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
source "$here/src/RadlPortal.Cli/build.sh"
require_dotnet "$here"
require_node
mkdir -p "$here/.build"
build_viewer "$here"
install_postgres "$here"
say "Building the portal…"
quietly "$here/.build/build.log" dotnet build "$here/RadlPortal.sln" -c Release -v q --nologo -nodeReuse:false || fail "The portal could not be built."
export RADL_DATA="${RADL_DATA:-$here/data}"
exec dotnet "$here/src/RadlPortal.Cli/bin/Release/net10.0/radl.dll" serve
