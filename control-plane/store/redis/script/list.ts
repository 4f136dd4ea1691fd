import { script } from "./script.ts";

/**
 * Some resources in order, behind a place. What stands at the place may be gone: for a moment, a mark is put right
 * behind it, where it shows how many come before.
 *
 * - KEYS: order, resources
 * - ARGV: how many; then the place and the mark, or nothing for the beginning
 */
export const LIST = script(`
local from = 0
if ARGV[2] then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
  from = redis.call('ZRANK', KEYS[1], ARGV[3])
  redis.call('ZREM', KEYS[1], ARGV[3])
end
local ids = redis.call('ZRANGE', KEYS[1], from, from + ARGV[1] - 1)
local found = {}
for at, id in ipairs(ids) do found[at] = redis.call('HGET', KEYS[2], id) end
return found
`);
