-- Posts VOLCAST_BENCH_BODY if it is set, otherwise sends GET; sends the key VOLCAST_BENCH_KEY if it is set. Writes the results as
-- JSON.
local body = os.getenv("VOLCAST_BENCH_BODY")
local key = os.getenv("VOLCAST_BENCH_KEY")

if body then
  wrk.method = "POST"
  wrk.body = body
  wrk.headers["Content-Type"] = "application/json"
end
if key then
  wrk.headers["Authorization"] = "Bearer " .. key
end

-- wrk measures in microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
