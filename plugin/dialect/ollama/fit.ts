import { Fit } from "../../exchange/fit";
import { ChatRequest } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { ABSENT, is } from "../../wire/span";
import { fitSettings } from "../settings";
import { PATHS } from "./fields";
import { fitMessages } from "./fit-messages";
import { fitForcedTool } from "./forced-tool";
import { fitFormat } from "./format";
import { fitThinking } from "./thinking";

/** What Ollama cannot say of a request. */
export function fitRequest(request: ChatRequest, traits: Traits, into: Fit): void {
  fitSettings(request, PATHS, into);
  fitThinking(request, into);
  fitFormat(request, traits, into);
  fitTools(request, into);
  fitMessages(request, into);
}

function fitTools(request: ChatRequest, into: Fit): void {
  const names = request.names;
  fitForcedTool(request, into);
  if (request.oneToolOnly) into.drop(names.parallelTools);
  for (let i = 0; i < request.tools.length; i++) {
    if (is(request.tools[i].strict, "true")) into.drop(names.tools + ".strict");
    if (request.tools[i].cacheControl != ABSENT) into.drop(names.tools + ".cache_control");
  }
}
