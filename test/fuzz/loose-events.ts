import type { StreamProtocol } from "./protocol/protocol.ts";

/**
 * A stream's payloads as the most forgiving of clients would read them, parsed where they are JSON; what
 * is no event is passed over, an unfinished last one is taken.
 */
export function looseEvents({ framing }: StreamProtocol, bytes: Uint8Array): unknown[] {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  const payloads: string[] = [];
  let data: string[] = [];
  for (const line of [...lines, ""]) {
    if (framing === "lines") {
      if (line !== "") payloads.push(line);
    } else if (line === "") {
      if (data.length > 0) payloads.push(data.join("\n"));
      data = [];
    } else if (line.startsWith("data")) {
      const [, value] = /^data(?:: ?(.*))?$/s.exec(line) ?? [];
      if (value !== undefined) data.push(value);
    }
  }
  return payloads.map(parsed);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
