import { ChatRequest } from "../../exchange/request";
import { Span, same } from "../../wire/span";

/** Whether the client offered a custom tool of that name: it then gets a custom call. */
export function takesText(request: ChatRequest, name: Span): bool {
  for (let i = 0; i < request.tools.length; i++) {
    if (request.tools[i].isText && same(request.tools[i].name, name)) return true;
  }
  return false;
}
