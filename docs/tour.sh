#!/usr/bin/env bash
# The tour of the README, to be run again: prints each command and what it answered.
# Needs curl, jq and python3, and a Punctual that is up in a home of its own:
#   ./punctual up --port 8097 --home /tmp/punctual-tour
# Usage: docs/tour.sh [API] [SECTION...]     API defaults to http://127.0.0.1:8097
# Sections: once interval preview change refuse crash (default: all but crash).
# The section "crash" asks you to kill and to start Punctual again in another terminal.
set -euo pipefail

API=${1:-http://127.0.0.1:8097}
shift || true
SECTIONS=("$@")
[ ${#SECTIONS[@]} -gt 0 ] || SECTIONS=(once interval preview change refuse)
PORT=9099
RECEIVED=$(mktemp)

# What gets called: it prints the request and answers 200.
python3 - "$PORT" >"$RECEIVED" 2>/dev/null <<'PYTHON' &
import http.server, sys

class Show(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        print(self.log_date_time_string(), self.command, self.path)
        for name, value in self.headers.items():
            if name.lower().startswith(("punctual", "idempotency")):
                print(f"  {name}: {value}")
        print(" ", body, flush=True)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"thanks")

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Show).serve_forever()
PYTHON
SERVER=$!
trap 'kill "$SERVER" 2>/dev/null; rm -f "$RECEIVED"' EXIT

title() { printf '\n## %s\n' "$1"; }

# Prints the command as one would type it, runs it, prints its answer. API is exported for it.
run() {
    printf '\n$ %s\n' "${1//\$API/$API}"
    bash -c "$1" || true
}

wait_final() {  # task, how many fires must have ended
    for _ in $(seq 200); do
        [ "$(curl -s "$API/v1/tasks/$1/fires" | jq '[.items[]? | select(.finishedAt)] | length')" -ge "$2" ] && return
        sleep 0.2
    done
    echo "task $1 has not fired within 40 s" >&2
    exit 1
}

export API

once() {
    title "A task that runs once"
    run 'curl -s -X POST $API/v1/tasks -H "Content-Type: application/json" -d '"'"'{
  "id": "hello",
  "schedule": {"type": "once", "delay": "PT5S"},
  "action": {"type": "http", "method": "POST", "url": "http://127.0.0.1:9099/hello",
             "body": {"due": "{{scheduledFor}}"}}
}'"'"' | jq -c "{id, state, version, nextFireAt}"'
    wait_final hello 1
    title "What arrived"
    cat "$RECEIVED"
    title "Its fire"
    run 'curl -s $API/v1/tasks/hello/fires | jq ".items[0]"'
    run 'curl -s $API/v1/tasks/hello | jq "{state, lastFire, engine}"'
}

interval() {
    title "A task that runs every two seconds"
    run 'curl -s -X PUT $API/v1/tasks/pulse -H "Content-Type: application/json" -d '"'"'{
  "schedule": {"type": "interval", "every": "PT2S"},
  "action": {"type": "simulate", "duration": "PT0.1S"}
}'"'"' | jq -c "{id, state, version, nextFireAt}"'
    wait_final pulse 5
    run 'curl -s "$API/v1/tasks/pulse/fires?pageSize=5" | jq -c ".items[] | {scheduledFor, state, latenessMillis}"'
}

preview() {
    title "A schedule before it is registered, over a clock change"
    run 'curl -s -X POST $API/v1/schedules:preview -H "Content-Type: application/json" -d '"'"'{
  "schedule": {"type": "cron", "expression": "30 2 * * *", "timeZone": "Europe/Berlin", "gap": "SHIFT_FORWARD"},
  "after": "2027-03-26T12:00:00Z", "count": 3
}'"'"' | jq -c ".description, .fires[]"'
}

change() {
    title "Pause, with a reason"
    run 'curl -s -X POST $API/v1/tasks/pulse:pause -H "Content-Type: application/json" -d '"'"'{"reason": "database upgrade"}'"'"' | jq -c "{state, version, pause}"'
    sleep 5
    title "Resume: what passed meanwhile is explained"
    run 'curl -s -X POST $API/v1/tasks/pulse:resume -H "Content-Type: application/json" -d '"'"'{"catchUp": "NONE"}'"'"' | jq -c "{state, version, nextFireAt}"'
    sleep 3
    run 'curl -s "$API/v1/tasks/pulse/fires?pageSize=5" | jq -c ".items[] | {scheduledFor, state, reason, detail}"'
    title "Move the next fire"
    AT=$(python3 -c 'import datetime as d; print((d.datetime.now(d.UTC) + d.timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%S.500Z"))')
    export AT
    run 'curl -s -X POST $API/v1/tasks/pulse:reschedule -H "Content-Type: application/json" -d "{\"at\": \"'"$AT"'\"}" | jq -c "{state, version, nextFireAt}"'
    sleep 8
    run 'curl -s "$API/v1/tasks/pulse/fires?pageSize=6" | jq -c ".items[] | {scheduledFor, state, reason, detail}"'
    title "Run it now, and wait for the end"
    run 'curl -s -X POST $API/v1/tasks/pulse:trigger -H "Content-Type: application/json" -d '"'"'{"wait": "PT10S"}'"'"' | jq -c "{trigger, state, scheduledFor, startedAt, finishedAt}"'
}

refuse() {
    title "What cannot be accepted, all at once"
    run 'curl -s -X POST $API/v1/tasks -H "Content-Type: application/json" -d '"'"'{
  "id": "Nightly Report",
  "schedule": {"type": "cron", "expression": "0 25 * * *", "timezone": "Europe/Berlin"},
  "action": {"type": "http", "method": "POST"},
  "timeout": "30s"
}'"'"' | jq -c ".errors[]"'
    title "A change meant for another version"
    run 'curl -si -X POST $API/v1/tasks/pulse:cancel -H "If-Match: \"1\"" | grep -iE "^(HTTP|content-type)|^{"'
}

crash() {
    title "Kill everything"
    run 'curl -s -X PUT $API/v1/tasks/every-second -H "Content-Type: application/json" -d '"'"'{
  "schedule": {"type": "interval", "every": "PT1S"},
  "action": {"type": "simulate"},
  "catchUp": {"policy": "LAST", "window": "PT1H"}
}'"'"' | jq -c "{id, state, version, catchUp}"'
    wait_final every-second 3
    echo "kill -9 Punctual, its PostgreSQL and its Temporal now, wait some seconds, start it again"
    while curl -sf "$API/actuator/health/readiness" >/dev/null; do sleep 0.2; done
    until curl -sf "$API/actuator/health/readiness" >/dev/null; do sleep 0.5; done
    sleep 5
    run 'curl -s "$API/v1/tasks/every-second/fires?pageSize=500" | jq -c "[.items | reverse | .[] | {key: \"\(.state) \(.reason // \"\")\", scheduledFor, latenessMillis, detail}] | reduce .[] as \$f ([]; if length > 0 and .[-1].key == \$f.key then .[-1] += {to: \$f.scheduledFor, fires: (.[-1].fires + 1)} else . + [\$f | {key, detail, from: .scheduledFor, to: .scheduledFor, fires: 1}] end) | .[]"'
    run 'curl -s "$API/v1/tasks/every-second/fires?pageSize=500" | jq "[.items[] | .scheduledFor[:19] + \"Z\" | fromdate] | {fires: length, secondsFromFirstToLast: (max - min)}"'
}

for section in "${SECTIONS[@]}"; do
    "$section"
done
