-- wrk's script: posts a file, and says what was measured as one line of JSON, in units that wrk's own
-- report rounds away. Arguments: the file, the caller's key.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  wrk.headers["content-type"] = "application/json"
  wrk.headers["authorization"] = "Bearer " .. args[2]
  file:close()
end

function done(summary, latency)
  local errors = summary.errors
  local fields = {
    { "requests", summary.requests },
    { "microseconds", summary.duration },
    { "bytes", summary.bytes },
    { "p50", latency:percentile(50) },
    { "p99", latency:percentile(99) },
    { "badStatus", errors.status },
    { "brokenSockets", errors.connect + errors.read + errors.write },
    { "timeouts", errors.timeout },
  }
  local parts = {}
  for index, field in ipairs(fields) do
    parts[index] = string.format('"%s":%d', field[1], field[2])
  end
  io.write("\nheadgate-bench {" .. table.concat(parts, ",") .. "}\n")
end
