import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A name server on loopback that knows no name: the walk asks no other one, and waits for none. */
interface NameServer {
  port: number;
  close(): void;
}

export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => socket.send(noSuchName(query), from.port, from.address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: (socket.address() as AddressInfo).port, close: () => socket.close() };
}

/** https://www.rfc-editor.org/rfc/rfc1035#section-4.1: the query's head and question, as an answer with NXDOMAIN. */
function noSuchName(query: Buffer): Buffer {
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8183, 2);
  head.writeUInt16BE(1, 4);
  let end = 12;
  while (end < query.length && query[end] !== 0) end += (query[end] ?? 0) + 1;
  return Buffer.concat([head, query.subarray(12, end + 5)]);
}
