import { textOf, treeOf } from "./json-tree.ts";
import { mutateTree } from "./mutate-tree.ts";
import type { Random } from "./random.ts";

/** What a server, or what stands before it, may slip into a stream. */
const ODD_EVENTS = [
  ...[
    "\n",
    "\r\n\r\n",
    ": keep-alive\n\n",
    ":\n",
    "event: ping\n\n",
    "id: 7\nretry: 1000\n\n",
    "data\n\n",
    "data:\n\n",
  ],
  ...[
    "data: {}\n\n",
    "data: []\n\n",
    "data: null\n\n",
    "data: nonsense\n\n",
    "data: [DONE]\n\n",
    "data: [DONE]",
    "\uFEFF",
  ],
  ...["{}\n", "null\n", "nonsense\n", '{"done":true}\n', '{"error":"oops"}\n', '{"error":null}\n'],
  ...[
    'data: {"error":{"message":"oops","code":429}}\n\n',
    'data: {"error":"oops"}\n\n',
    '{"error":{"message":"oops"}}\n',
  ],
  ...['event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"oops"}}\n\n'],
  ...['event: message_stop\ndata: {"type":"message_stop"}\n\n', "<html>502</html>"],
];

/** The events with something wrong in them or in their order. */
export function mutateStream(events: readonly string[], random: Random): string[] {
  const at = random.below(events.length);
  const other = random.below(events.length);
  const [before, event = "", behind] = [events.slice(0, at), events[at], events.slice(at + 1)];
  switch (random.below(8)) {
    case 0:
      return before;
    case 1:
      return [...before, ...behind];
    case 2:
      return [...before, event, event, ...behind];
    case 3:
      return [...before, events[other] ?? "", ...behind];
    case 4:
      return [...before, random.pick(ODD_EVENTS), event, ...behind];
    case 5:
      return events.map((text) => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n"])));
    case 6:
      return [...before, event.slice(0, random.below(event.length)), ...(random.chance(0.5) ? behind : [])];
    default:
      return [...before, mutateDocument(event, random), ...behind];
  }
}

function mutateDocument(event: string, random: Random): string {
  const from = event.indexOf("{");
  const to = event.lastIndexOf("}") + 1;
  if (from < 0 || to <= from) return event;
  try {
    const tree = treeOf(JSON.parse(event.slice(from, to)));
    mutateTree(tree, 1 + random.below(2), random);
    return event.slice(0, from) + textOf(tree) + event.slice(to);
  } catch {
    return event;
  }
}
