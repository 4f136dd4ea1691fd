import { FAILURES } from "../plugin/policy/failure/table.ts";

export const failureNames = FAILURES.map(({ name }) => name);
