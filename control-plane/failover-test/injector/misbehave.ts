import type { ServerResponse } from "node:http";
import type { Dialect } from "../../../contract/dialect.ts";
import type { Reply } from "../../demo-provider/messages.ts";
import type { Act } from "../case/fault.ts";
import { errorDocument, errorEvent } from "./error-document.ts";
import { streamParts } from "./stream-parts.ts";

/** How many pieces of the answer a stream sends that breaks after content. */
const PIECES = 2;

/** What the last events of some dialects say once more. */
const WHOLE_ANSWER = /"This is the Headgate demo provider[^"]*"/g;

/**
 * Acts a fault out.
 *
 * @param good what would have been answered
 * @param arrived resolves when the caller has the first content: what comes in one packet with it may still be taken back
 */
export async function misbehave(
  response: ServerResponse,
  act: Act,
  dialect: Dialect,
  good: Reply,
  arrived: Promise<unknown>,
): Promise<void> {
  switch (act.way) {
    case "error": {
      const document = JSON.stringify(errorDocument(dialect, act.status, act.about));
      response.writeHead(act.status, { "content-type": "application/json", ...act.headers }).end(document);
      return;
    }
    case "text":
      response
        .writeHead(200, { "content-type": act.type, "content-length": Buffer.byteLength(act.text) })
        .end(act.text);
      return;
    case "half":
      return half(response, good);
    case "stream":
      return stream(response, act, dialect, good, arrived);
    case "silence":
      return;
    default:
      response.socket?.resetAndDestroy();
  }
}

async function half(response: ServerResponse, good: Reply): Promise<void> {
  const bytes = Buffer.from(good.kind === "json" ? JSON.stringify(good.body) : good.events.join(""));
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
  await written(response, bytes.subarray(0, bytes.length >> 1));
  response.socket?.destroy();
}

async function stream(
  response: ServerResponse,
  { upTo, then }: Extract<Act, { way: "stream" }>,
  dialect: Dialect,
  good: Reply,
  arrived: Promise<unknown>,
): Promise<void> {
  const { contentType, events } = good.kind === "stream" ? good : { contentType: "text/event-stream", events: [] };
  const { opening, content, closing } = streamParts(dialect, events);
  response.writeHead(200, { "content-type": contentType });
  response.flushHeaders();
  if (upTo !== "head") await written(response, opening.join(""));
  if (upTo === "content") {
    await written(response, content.slice(0, PIECES).join(""));
    if (then !== "silence") await arrived;
  }
  if (then === "error") response.end(errorEvent(dialect));
  else if (then === "end") response.end(closing.join("").replaceAll(WHOLE_ANSWER, '""'));
  else if (then === "reset") response.socket?.resetAndDestroy();
}

function written(response: ServerResponse, bytes: Buffer | string): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve());
  });
}
