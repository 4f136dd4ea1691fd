/** Of the week, as the policy names them. This file is AssemblyScript and TypeScript at once. */
export const DAYS: Array<string> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
