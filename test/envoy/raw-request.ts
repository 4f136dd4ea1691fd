import { connect } from "node:net";
import type { Gateway } from "./gateway.ts";

/** What came back, as it stood on the wire; status 0: the connection was closed without a word. */
export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/**
 * Sends exactly these bytes, which no HTTP library would, and reads until the gateway closes. Behind a whole answer
 * this side is closed first: Envoy waits a second for that.
 */
export function rawRequest(gateway: Pick<Gateway, "url">, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text, "latin1"));
    socket.setTimeout(10_000, () => {
      socket.destroy();
      reject(new Error(`the gateway neither answered in full nor closed:\n${answer}`));
    });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      if (isWhole(answer)) socket.end();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      const [head = "", ...body] = answer.split("\r\n\r\n");
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body: body.join("\r\n\r\n") });
    });
  });
}

/** A whole request, after which the gateway closes. `headers`: lines as they stand. */
export function httpText(method: string, target: string, headers: readonly string[], body = ""): string {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "host: gateway.test",
    "connection: close",
    ...(body === "" ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
    ...headers,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

function isWhole(answer: string): boolean {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const size = /^content-length: (\d+)/im.exec(head)?.[1];
  if (size !== undefined && rest.length > 0) return Buffer.byteLength(rest.join("\r\n\r\n")) >= Number(size);
  return /^transfer-encoding: chunked/im.test(head) && answer.endsWith("\r\n0\r\n\r\n");
}
