import type { Server } from "node:http";
import { splitAddress } from "../../contract/address.ts";
import type { Config } from "../../contract/config.ts";
import type { Admin } from "../admin/admin.ts";
import { listen } from "../network/listen.ts";
import { type AppOptions, createApp } from "./app.ts";
import { createListener } from "./http-server.ts";
import type { OpenParts } from "./open-parts.ts";

/** Longer than the pause between two polls, so that the filter's connection is not closed under it. */
const KEEP_ALIVE_MS = 60_000;

/** What is under way may go on for so long after a close. */
const GRACE_MS = 1000;

/** @throws OperatorError if the address cannot be had */
export async function openServer(
  config: Config["control_plane"],
  app: Omit<AppOptions, "admin">,
  admin: Admin,
  open: OpenParts,
): Promise<Server> {
  const server = createListener(createApp({ ...app, admin: admin.router }), config);
  server.on("upgrade", admin.socket.upgrade);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  open.add(() => {
    app.current.close();
    app.xds?.polled.close();
    admin.socket.close();
    return closed(server);
  });
  await listen(server, splitAddress(config.listen), "control_plane.listen");
  return server;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  });
}
