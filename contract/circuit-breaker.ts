import { z } from "zod";

const most = z.int().positive();

export const circuitBreakerSchema = z.strictObject({
  connections: most.default(65536).meta({
    description: "Envoy opens at most so many connections to one target. A request above that waits for a free one.",
    unit: "connections",
  }),
  pending_requests: most.default(65536).meta({
    description: "So many requests may wait for a connection to one target. The next one gets a 503.",
    unit: "requests",
  }),
  requests: most.default(65536).meta({
    description: "One target has at most so many requests at one moment. The next one gets a 503.",
    unit: "requests",
  }),
  // A number and no share of the requests under way (Envoy's `retry_budget`): Envoy counts retries in the pool, and
  // requests in the target's cluster only.
  retries: most.default(1024).meta({
    description: "Requests that began at one of the provider's targets have at most so many retries at one moment.",
    unit: "retries",
  }),
});
