/** Paths in a request, made only where a failure or a part needs one: a conversation has thousands of messages. */
export function inMessage(message: i32, rest: string): string {
  return "messages[" + message.toString() + "]" + rest;
}

export function inContent(message: i32, part: i32): string {
  return inMessage(message, ".content[" + part.toString() + "]");
}
