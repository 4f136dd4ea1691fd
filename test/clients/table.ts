import { describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import type { Case, Meeting, Refusal } from "./case/case.ts";
import { CASES } from "./case/index.ts";
import { type Client, officialClients } from "./client/index.ts";
import type { Observation } from "./neutral/observation.ts";
import type { Task } from "./neutral/task.ts";
import type { Behaviour } from "./provider/behaviour.ts";
import type { Provider } from "./provider/server.ts";

/** Where a table's clients go. */
export interface Way {
  /** The clients' address, without a path. */
  url(): string;
  provider(): Provider;
  throughGateway: boolean;
  /** The providers that a client of this dialect meets. */
  providersFor(client: Dialect): readonly Dialect[];
  clientDialects: readonly Dialect[];
}

/** The model by which a provider of the dialect knows what to do. */
export function modelFor(provider: Dialect, { name }: Case): string {
  return `${provider}-${name}`;
}

export function allBehaviours(): Map<string, Behaviour> {
  return new Map(DIALECTS.flatMap((provider) => CASES.map((row) => [modelFor(provider, row), row.provider])));
}

/** Every client with every provider that it meets, through every case. */
export async function describeTable(way: Way): Promise<readonly Client[]> {
  const clients = await officialClients();
  for (const client of clients.filter(({ dialect }) => way.clientDialects.includes(dialect))) {
    const describeThem = client.absent === undefined ? describe : describe.skip;
    describeThem.each(way.providersFor(client.dialect))(`${client.name} client, %s provider`, (provider) => {
      const rows = CASES.filter((row) => concerns(row, client.dialect, provider));
      test.each(rows.map((row) => [row.name, row] as const))("%s", (_, row) => play(row, client, provider, way));
    });
  }
  return clients;
}

function concerns({ clients, providers }: Case, client: Dialect, provider: Dialect): boolean {
  return (clients?.includes(client) ?? true) && (providers?.includes(provider) ?? true);
}

async function play(row: Case, client: Client, provider: Dialect, way: Way): Promise<void> {
  const model = modelFor(provider, row);
  const server = way.provider();
  const before = server.receivedFor(model).length;
  const received = () => server.receivedFor(model).slice(before);
  const seen = await client.run(way.url(), { ...row.task, model } as Task, () => received().at(-1)?.wasHeard());
  const refusal = row.refusals?.[provider];
  if (refusal !== undefined) {
    expect(received()).toEqual([]);
    return checkRefusal(seen, refusal);
  }
  const meeting: Meeting = {
    client: client.dialect,
    provider,
    model,
    throughGateway: way.throughGateway,
    received: received(),
  };
  await row.check(seen, meeting);
}

/** What a provider's dialect cannot say is refused, and the client told what it is. */
function checkRefusal({ answers, error }: Observation, { status, names }: Refusal): void {
  expect(answers).toEqual([]);
  const [from, to] = typeof status === "number" ? [status, status] : status;
  expect(error?.status).toBeGreaterThanOrEqual(from);
  expect(error?.status).toBeLessThanOrEqual(to);
  expect(error?.message).toMatch(names);
}
