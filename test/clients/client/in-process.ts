import type { Dialect } from "../../../contract/dialect.ts";
import type { Observation } from "../neutral/observation.ts";
import type { ChatTask, LeaveTask, Task } from "../neutral/task.ts";
import type { Client } from "./client.ts";
import type { Library } from "./library.ts";

/** A client of this process. Its library is opened anew for each task, as each has its own address. */
export function inProcess<Request, Message>(
  name: string,
  dialect: Dialect,
  open: (url: string) => Library<Request, Message>,
): Client {
  return {
    name,
    dialect,
    async run(url, task, onHeard) {
      const library = open(url);
      const seen: Observation = { answers: [] };
      try {
        await perform(library, task, seen, onHeard);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        seen.error = { class: error.constructor.name, message: error.message, ...library.thrown(error) };
      }
      return seen;
    },
    stop: async () => {},
  };
}

async function perform<Request, Message>(
  library: Library<Request, Message>,
  task: Task,
  seen: Observation,
  onHeard: () => void,
): Promise<void> {
  switch (task.do) {
    case "chat":
      return chat(library, task, seen, onHeard);
    case "leave":
      return leave(library, task, seen, onHeard);
    case "models":
      seen.models = await library.models();
      return;
    case "embed":
      Object.assign(seen, await library.embed?.(task));
      return;
    case "count":
      seen.counted = await library.count?.(library.request(task.model, task.ask));
  }
}

async function chat<Request, Message>(
  library: Library<Request, Message>,
  { model, ask, stream, results }: ChatTask,
  seen: Observation,
  onHeard: () => void,
): Promise<void> {
  let request = library.request(model, ask);
  for (;;) {
    const message = stream
      ? await library.stream(request, hearing(seen, onHeard), new AbortController().signal)
      : await library.whole(request);
    const answer = library.read(message);
    seen.answers.push(answer);
    if (results === undefined || answer.calls.length === 0) return;
    request = library.next(request, message, results);
  }
}

/** Whether a library says by an error that it was left is its own affair. */
async function leave<Request, Message>(
  library: Library<Request, Message>,
  { model, ask }: LeaveTask,
  seen: Observation,
  onHeard: () => void,
): Promise<void> {
  const leaving = new AbortController();
  const hear = hearing(seen, onHeard);
  const hearAndLeave = (piece: string) => {
    hear(piece);
    if (piece !== "") leaving.abort();
  };
  await library.stream(library.request(model, ask), hearAndLeave, leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error;
  });
}

function hearing(seen: Observation, onHeard: () => void): (piece: string) => void {
  seen.heard = "";
  return (piece) => {
    if (piece === "") return;
    if (seen.heard === "") onHeard();
    seen.heard += piece;
  };
}
