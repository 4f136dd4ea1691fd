import { createServer } from "node:net";
import { splitAddress } from "../../contract/address.ts";
import { listen } from "../network/listen.ts";
import { OperatorError } from "../process/operator-error.ts";
import { describeHolder } from "./port-holder.ts";

/** An address that is about to be used, and what sets it. */
export interface Wanted {
  address: string;
  /** `listen of headgate.yaml`. */
  setBy: string;
}

/**
 * Tries each address: Envoy would say less, later, and two Envoys may even share one without a word.
 *
 * @throws OperatorError with a line for each that cannot be had
 */
export async function demandFreePorts(wanted: readonly Wanted[]): Promise<void> {
  const problems: string[] = [];
  for (const { address, setBy } of wanted) {
    const server = createServer();
    try {
      await listen(server, splitAddress(address), setBy);
      await new Promise((resolve) => server.close(resolve));
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      const holder = await describeHolder(splitAddress(address).port);
      problems.push(error.message.replace("is in use already", `is in use already${holder}`));
    }
  }
  if (problems.length > 0) throw new OperatorError(problems.join("\n"));
}
