import type { Log } from "../process/log.ts";
import { installedPythonPackages, type PinnedPackages, type PythonPackages } from "./python-packages.ts";

const CLIENTS: PinnedPackages = {
  name: "PyPI's clients",
  instead: "do without: their tests are skipped",
  requirements: "test/clients/python/requirements.txt",
  folder: "python-clients",
  size: { download: 20, disk: 90 },
};

/**
 * PyPI's official clients.
 *
 * @param root folder of the checkout
 * @throws OperatorError that says what is missing
 */
export function installedPythonClients(root: string, env: NodeJS.ProcessEnv, log: Log): Promise<PythonPackages> {
  return installedPythonPackages(root, CLIENTS, env, log);
}
