import { script } from "./script.ts";

/**
 * Takes an Envoy's reports, and grants what is left: \`grant\` in store/lease/grant.ts, in Lua, and with the same names; the
 * tests compare the two. Numbers are doubles here too, but only \`%.0f\` writes them whole.
 *
 * - KEYS: windows, then the lease of each report
 * - ARGV: at (or "" for Redis' clock), how long a lease holds, Envoy, what lease keys begin with;
 *   then for each report: window's name, limit, used, holding (or ""), window's end, when to forget it
 *
 * Returns allowance, others and Envoys for each report.
 */
export const LEASE = script(`
local function whole(number) return string.format('%.0f', number) end

local at = tonumber(ARGV[1])
if not at then
  local time = redis.call('TIME')
  at = time[1] * 1000 + math.floor(time[2] / 1000)
end
local lease_ms, envoy, prefix = tonumber(ARGV[2]), ':' .. ARGV[3], ARGV[4]

for _, window in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', whole(at))) do
  redis.call('UNLINK', prefix .. window)
  redis.call('ZREM', KEYS[1], window)
end

local answers = {}
for report = 1, #KEYS - 1 do
  local key = KEYS[report + 1]
  local window, limit, reported, holding, ends, forget_at = unpack(ARGV, report * 6 - 1, report * 6 + 4)
  local used, granted, seen_at, others, taken, envoys = tonumber(reported), 0, at, 0, 0, 1
  local entries = redis.call('HGETALL', key)
  for field = 1, #entries, 2 do
    local its_used, its_allowance, its_holding, its_seen_at = string.match(entries[field + 1], '^(%d+) (%d+) (%d+) (%d+)$')
    if entries[field] == envoy then
      used, granted, seen_at = math.max(used, its_used), its_allowance, math.max(at, its_seen_at)
    elseif entries[field] ~= '' then
      local live = at - its_seen_at < lease_ms
      others = others + its_used
      taken = taken + (live and math.max(its_used, its_allowance, its_holding) or its_used)
      if live then envoys = envoys + 1 end
    end
  end
  local mine_at_most = math.max(0, limit - taken)
  local free = math.max(0, mine_at_most - used)
  local allowance = math.min(mine_at_most, used + math.ceil(free / envoys))
  if holding == '' then holding = granted end
  redis.call('HSET', key,
    '', limit .. ' ' .. ends,
    envoy, whole(used) .. ' ' .. whole(allowance) .. ' ' .. whole(holding) .. ' ' .. whole(seen_at))
  redis.call('ZADD', KEYS[1], forget_at, window)
  answers[report] = { whole(allowance), whole(others), whole(envoys) }
end
return answers
`);
