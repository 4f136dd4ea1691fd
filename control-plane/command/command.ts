/** One thing that `headgate` can be told to do. */
export interface Command {
  name: string;
  /** One line for `--help`. */
  summary: string;
  /** The flags it knows, without dashes; the value is the word for their argument, "" for none. */
  flags: Readonly<Record<string, string>>;
  run(flags: Flags): Promise<void>;
}

export type Flags = Readonly<Record<string, string | undefined>>;
