import { script } from "./script.ts";

/**
 * Runs commands if the store is still at the commit that they were computed from: 1 if so, else 0 and nothing is done.
 *
 * - KEYS: the state
 * - ARGV: the commit, then for each command the number of its words and they themselves
 */
export const COMMIT = script(`
if (redis.call('HGET', KEYS[1], 'commits') or '0') ~= ARGV[1] then return 0 end
local at = 2
while at <= #ARGV do
  local words = tonumber(ARGV[at])
  redis.call(unpack(ARGV, at + 1, at + words))
  at = at + words + 1
end
return 1
`);

/** The script's arguments. */
export function commitArguments(basedOn: number, commands: readonly string[][]): string[] {
  return [String(basedOn), ...commands.flatMap((command) => [String(command.length), ...command])];
}
