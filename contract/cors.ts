import { z } from "zod";

/** A scheme and a host, perhaps with a port; `*.` in front of the host stands for every name below it. */
const origin = z
  .string()
  .regex(
    /^(\*|[a-z][a-z0-9+.-]*:\/\/((\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]+)?)$/i,
    'expected "*", or a scheme and a host, perhaps with a port, and nothing behind them: "https://ui.example", "https://*.example.com"',
  )
  .meta({
    title: "origin",
    description:
      "`https://ui.example`: this origin. `https://*.example.com`: every subdomain of it, not `example.com` itself. `*`: every page there is.",
  });

/** Envoy's own cors filter keeps it: see envoy/cors.ts. */
export const corsSchema = z.strictObject({
  allow_origins: z
    .array(origin)
    .describe("Pages of these origins may use the gateway from a browser. An empty list lets none in."),
});
export type Cors = z.output<typeof corsSchema>;
