import { Shares, WORKER_BYTES } from "../policy/memory/shares";

/** Of this VM's memory. */
export const shares = new Shares(WORKER_BYTES);
