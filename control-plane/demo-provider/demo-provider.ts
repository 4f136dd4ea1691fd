import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Dialect } from "../../contract/dialect.ts";
import { anthropic } from "./anthropic.ts";
import { BadRequest, type DemoDialect } from "./messages.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";
import { responses } from "./responses.ts";

export const DEMO_DIALECTS: Readonly<Record<Dialect, DemoDialect>> = { openai, responses, anthropic, ollama };

const DIALECTS = Object.values(DEMO_DIALECTS);

/** As much as the gateway itself lets through. */
const MAX_BODY_BYTES = 48 * 1024 * 1024;

/** A provider that speaks every dialect and needs no key, no model and no network. Not listening yet. */
export function createDemoProvider(): Server {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  // Longer than Envoy keeps an idle connection in practice: no request meets a closing one.
  server.keepAliveTimeout = 3_600_000;
  return server;
}

/**
 * What the demo provider answers to a chat at this path, whatever stands before the dialect's own; undefined for a path
 * that is no chat's, or a body that cannot be answered.
 */
export function demoReply(path: string, body: string): { contentType: string; text: string } | undefined {
  const dialect = DIALECTS.find((candidate) => path.endsWith(candidate.path.replace("/v1", "")));
  try {
    const reply = dialect?.reply(JSON.parse(body) as Record<string, unknown>);
    if (reply === undefined) return undefined;
    if (reply.kind === "json") return { contentType: "application/json", text: JSON.stringify(reply.body) };
    return { contentType: reply.contentType, text: [...reply.events].join("") };
  } catch (error) {
    if (error instanceof BadRequest) return undefined;
    throw error;
  }
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").replace(/\?.*$/s, "");
  const dialect = DIALECTS.find((candidate) => candidate.path === path);
  if (dialect === undefined) {
    // The envelope of the dialect that it was probably meant in.
    const meant = path.startsWith("/api/") ? ollama : openai;
    return sendJson(response, 404, meant.error(404, `the Headgate demo provider has no ${path}`));
  }
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    return sendJson(response, 405, dialect.error(405, "POST only"));
  }
  try {
    const reply = dialect.reply(await readBody(request));
    if (reply.kind === "json") return sendJson(response, 200, reply.body);
    response.writeHead(200, { "content-type": reply.contentType, "cache-control": "no-cache" });
    for (const event of reply.events) response.write(event);
    response.end();
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    sendJson(response, 400, dialect.error(400, error.message));
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BadRequest(`the body is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new BadRequest("the body is not JSON");
  }
  if (body === null || typeof body !== "object" || Array.isArray(body))
    throw new BadRequest("the body is no JSON object");
  return body as Record<string, unknown>;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
