import { Fit } from "../../exchange/fit";
import { ChatRequest, ToolChoice } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { ABSENT, is } from "../../wire/span";
import { fitSettings } from "../settings";
import { PATHS } from "./fields";
import { fitMessages } from "./fit-messages";
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
  if (request.toolChoice == ToolChoice.Required || request.toolChoice == ToolChoice.Named) {
    into.refuse(
      names.toolChoice,
      "a tool call cannot be forced with this model's provider: leave the choice to the model",
    );
  }
  if (request.oneToolOnly) into.drop(names.parallelTools);
  for (let i = 0; i < request.tools.length; i++) {
    if (is(request.tools[i].strict, "true")) into.drop(names.tools + ".strict");
    if (request.tools[i].cacheControl != ABSENT) into.drop(names.tools + ".cache_control");
  }
}
