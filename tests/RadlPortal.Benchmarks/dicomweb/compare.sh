#!/usr/bin/env bash
# DICOMweb of the portal beside Orthanc's, in turns on this machine, each turn on an empty store (the portal's: a new research study).
#   compare.sh LOADFOLDER [TURNS]
# LOADFOLDER holds make_series.py, stow.py, qido.py, wado.py, wado.lua and orthanc.json. Needs Orthanc with its DICOMweb plugin, wrk, Python 3 (make_series.py: with pydicom
# and numpy; PYTHON names another one) and a built solution (./run.sh or ./test.sh builds it). Every line but the last table is also in WORK/all.txt.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
load="$(cd "${1:?the folder of the load scripts}" && pwd)" turns="${2:-5}" python="${PYTHON:-/usr/bin/python3}"
work="${WORK:-$(mktemp -d)}" port="${PORT:-5399}"
export RADL_DATA="$work/portal" RADL_DEMO=off
radl() { dotnet "$root/src/RadlPortal.Cli/bin/Release/net10.0/radl.dll" "$@"; }
portal='' orthanc=''
stop() { # stop PID
  [ -z "$1" ] || { kill "$1" 2>/dev/null || true; while kill -0 "$1" 2>/dev/null; do sleep 0.2; done; }
}
trap 'stop "$orthanc"; stop "$portal"' EXIT
mkdir -p "$work"
cd "$work"
for tag in 1 2; do [ -e "series$tag" ] || "$python" "$load/make_series.py" "series$tag" series 120 "$tag"; done
[ -e studies ] || "$python" "$load/make_series.py" studies studies 1000

PORT=$port dotnet "$root/src/RadlPortal.Cli/bin/Release/net10.0/radl.dll" serve >serve.log 2>&1 &
portal=$!
until grep -q 'RadlPortal is ready' serve.log; do kill -0 "$portal" || { cat serve.log; exit 1; }; sleep 0.5; done
radl people add-administrator bench@portal.example >/dev/null

measure() { # measure NAME BASE [--bearer TOKEN]
  local name=$1 base=$2
  shift 2
  {
    python3 "$load/stow.py" "$base" series1 -n 1 "$@"
    python3 "$load/stow.py" "$base" series2 -n 20 "$@"
    python3 "$load/stow.py" "$base" studies -n 20 -c 4 "$@" | sed 's/test=stow/test=stow_small/'
    python3 "$load/qido.py" "$base" -r 100 "$@"
    python3 "$load/wado.py" "$base" 2.25.731111 2.25.731121 --paths paths "$@"
    BEARER="${2:-}" PATHS=paths wrk -t2 -c8 -d10s --latency -s "$load/wado.lua" "${base%%/dicom*}" | awk '/Requests\/sec/{r=$2} /50%/{p=$2} /Non-2xx/{bad=$0} END{print "test=wrk_frames  req_per_s=" r "  p50=" p "  " bad}'
  } | sed "s/^/$name  /" | tee -a all.txt
}

for ((turn = 1; turn <= turns; turn++)); do
  rm -rf orthanc-db
  cp "$load/orthanc.json" orthanc.json
  Orthanc orthanc.json >orthanc.log 2>&1 &
  orthanc=$!
  until curl -fsS http://127.0.0.1:18042/dicom-web/studies >/dev/null 2>&1; do sleep 0.3; done
  measure orthanc http://127.0.0.1:18042/dicom-web
  stop "$orthanc"
  orthanc=''

  study="bench-$$-$turn"
  radl study create "$study" "DICOMweb, turn $turn" --administrator bench@portal.example >/dev/null
  radl study add-site "$study" load "Load" >/dev/null
  radl study add-subjects "$study" load SYN1 SYN2 $(seq -f 'PAT%05g' 0 999) >/dev/null
  measure portal "http://localhost:$port/dicomweb/$study" --bearer "$(radl token --study "$study" --site load)"
done

echo "Median of $turns turns: test, Orthanc, portal (instances or requests a second; p50 in ms). CPU seconds of the portal's web process and its largest memory:"
python3 - <<'P'
import re, statistics
rows = {}
for line in open('all.txt'):
    who, rest = line.split(None, 1)
    v = dict(re.findall(r'(\w+)=(\S+)', rest))
    key = v['test'] + (('_' + v['per_request']) if 'per_request' in v else '')
    rate, p50 = v.get('inst_per_s') or v.get('req_per_s'), v.get('p50_ms', '')
    rows.setdefault(key, {}).setdefault(who, []).append((float(rate), float(p50) if p50 else None))
for key, by in rows.items():
    cells = []
    for who in ('orthanc', 'portal'):
        r = by.get(who, [])
        p = [x[1] for x in r if x[1] is not None]
        cells.append(f"{statistics.median(x[0] for x in r):10.1f}/s {statistics.median(p) if p else float('nan'):8.1f} ms [{min(x[0] for x in r):.0f} to {max(x[0] for x in r):.0f}]" if r else '-')
    print(f'{key:24}', '   '.join(cells))
P
web=$(pgrep -P "$portal" -f RadlPortal.Web.dll | head -1)
grep -E 'VmHWM' "/proc/$web/status"
awk '{print "CPU: user " $14/100 " s, system " $15/100 " s"}' "/proc/$web/stat"
