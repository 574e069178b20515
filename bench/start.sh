#!/bin/sh
# Measures a start with an empty data folder: milliseconds from `java -jar` to the first event that is accepted, and the
# resident memory when idle after it. Three starts; the median is the one to quote.
set -eu
port=18970
answer=$(mktemp)
for round in 1 2 3; do
  data=$(mktemp -d)
  begun=$(date +%s%N)
  CARAVAN_DATA=$data java -Dcamel.server.port=$port -jar target/caravan.jar >"$answer" 2>&1 &
  process=$!
  until curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"type":"bench.started"}' \
      "http://127.0.0.1:$port/events" 2>/dev/null; do
    kill -0 $process 2>/dev/null || { cat "$answer"; exit 1; }
    sleep 0.1
  done
  accepted=$(date +%s%N)
  sleep 5
  memory=$(awk '/VmRSS/ {print int($2 / 1024)}' /proc/$process/status)
  echo "start $round: first event accepted after $(((accepted - begun) / 1000000)) ms, $memory MiB resident when idle"
  kill $process
  wait $process 2>/dev/null || true
  rm -rf "$data"
done
rm -f "$answer"
