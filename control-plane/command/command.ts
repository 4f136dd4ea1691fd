/** One thing that `headgate` can be told to do. */
export interface Command {
  /** One word, or two: `keys create`. */
  name: string;
  /** One line for `--help`. */
  summary: string;
  /** What its own `--help` says beside it. */
  details?: string;
  /** What stands behind its name, in order: `<id>` has to, `[id]` may. */
  args?: readonly string[];
  /** The flags it knows, without dashes; the value is the word for their argument, "" for none. */
  flags: Readonly<Record<string, string>>;
  run(flags: Flags, args: readonly string[]): Promise<void>;
}

export type Flags = Readonly<Record<string, string | undefined>>;
