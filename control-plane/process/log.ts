/** Concise lines for people, to stderr. What is logged never holds a secret: callers see to it. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** @param process the name at the head of each line, for the processes share one terminal */
export function createLog(process: string, write: (line: string) => void = writeToStderr): Log {
  const line = (level: string, message: string) => {
    const time = new Date().toISOString().slice(11, 23);
    write(`${time} ${process}: ${level}${message}`);
  };
  return {
    info: (message) => line("", message),
    warn: (message) => line("warning: ", message),
    error: (message) => line("error: ", message),
  };
}

function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
