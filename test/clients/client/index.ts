import { createLog } from "../../../control-plane/process/log.ts";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedPythonClients } from "../../../control-plane/setup/python-clients.ts";
import { anthropic } from "./anthropic.ts";
import type { Client } from "./client.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";
import { absentPythonClients, pythonClients } from "./python.ts";
import { responses } from "./responses.ts";

export type { Client } from "./client.ts";

/** Every official client; PyPI's are absent, and that is said aloud, where Python is not there. */
export async function officialClients(): Promise<readonly Client[]> {
  const log = createLog("tests");
  const npm = [openai, responses, anthropic, ollama];
  try {
    return [...npm, ...pythonClients(await installedPythonClients(PROJECT_ROOT, process.env, log))];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.warn(`PyPI's clients are NOT TESTED: ${error.message}`);
    return [...npm, ...absentPythonClients(error.message)];
  }
}
