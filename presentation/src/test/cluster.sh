#!/usr/bin/env bash
# Two gateways and two workers, as processes of their own, on one Postgres, and on one Redis where there is one. A run is
# started on one gateway and followed on the other; then a worker is killed, and the next run completes all the same.
# Exits 0 when all is as promised. Everything that it started has ended when it ends.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)"
"$root/hexagent" --version >/dev/null # builds the program when that is needed

work="$(mktemp -d)"
pids=()
finish() {
    code=$?
    if [ "$code" -ne 0 ]; then
        tail -n 30 "$work"/*.log >&2 || true
    fi
    # Gateways and workers first: the last of them to leave stops the Postgres that they share.
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT

fail() { echo "cluster: $*" >&2; exit 1; }

unset DATABASE_URL OPENAI_API_KEY OPENAI_BASE_URL ANTHROPIC_API_KEY API_KEY API_BASE_URL
if [ -z "${REDIS_URL:-}" ] && command -v redis-server >/dev/null; then
    port=$((20000 + RANDOM % 20000))
    redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" 2>&1 &
    pids+=("$!")
    export REDIS_URL="redis://127.0.0.1:$port"
fi
echo "cluster: $([ -n "${REDIS_URL:-}" ] && echo with || echo without) Redis"

# start NAME ROLE: starts a process; its address is in $address, its process id in $pid.
start() {
    (cd "$work" && exec env HEXAGENT_HOME="$work/home" HEXAGENT_SERVER_ROLE="$2" HEXAGENT_PROVIDER=offline \
        HEXAGENT_JAVA_OPTS=-Xmx256m "$root/hexagent" serve --port 0) \
        >"$work/$1.out" 2>"$work/$1.log" &
    pid=$!
    pids+=("$pid")
    address=
    for _ in $(seq 1 600); do
        address="$(grep -o 'http://[0-9.]*:[0-9]*' "$work/$1.out" || true)"
        [ -z "$address" ] || return 0
        kill -0 "$pid" 2>/dev/null || fail "$1 ended"
        sleep 0.1
    done
    fail "$1 does not serve"
}

# field NAME: the text of a field of the JSON on stdin.
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

post() { curl -fsS -H 'Content-Type: application/json' -d "$2" "$1"; }

# ask GATEWAY: starts a run on a new thread; its id is in $run.
ask() {
    thread="$(post "$1/api/agent/initiate" '{}' | field thread_id)"
    run="$(post "$1/api/agent/$thread/execute" '{"message":"What is 5 + 10, then multiply by 3?"}' | field run_id)"
    [ -n "$run" ] || fail "no run was started"
}

# followed GATEWAY: follows the run to its end and checks its eight steps.
followed() {
    curl -fsSN --max-time 60 "$1/api/runs/$run/events" >"$work/events"
    grep -q '^event: *run-completed' "$work/events" || fail "the run did not complete: $(cat "$work/events")"
    steps="$(grep -cE '^event: *(user-request|agent-thought|tool-call|tool-result|agent-response)$' "$work/events")"
    [ "$steps" -eq 8 ] || fail "$steps steps instead of 8: $(cat "$work/events")"
}

start gateway-1 gateway; one="$address"
start gateway-2 gateway; two="$address"
start worker-1 worker; first="$pid"
start worker-2 worker

ask "$one"
followed "$two"
echo "cluster: a run started on one gateway was followed on the other"

kill -9 "$first"
wait "$first" 2>/dev/null || true
ask "$two"
followed "$one"
echo "cluster: with one worker killed, the other one did the next run"
