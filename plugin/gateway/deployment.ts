import { forceMember } from "../dialect/force-member";
import { Operation } from "../dialect/operation";
import { Splices } from "../exchange/splices";
import { Exchange } from "../live/exchange";
import { escape } from "../wire/json-string";
import { Output } from "../wire/output";
import { percentDecode } from "../wire/percent";
import { ABSENT, Span, same } from "../wire/span";
import { changed } from "./changed-body";

const name = new Output();
const raw = new Output();

/**
 * The body with the model that the path names: of Azure's deployments, whose path decides whatever the body says. ABSENT:
 * it is in the body already, or belongs in none. What is no JSON object is refused later.
 */
export function bodyOfDeployment(exchange: Exchange): Span {
  const endpoint = exchange.endpoint;
  const request = exchange.request;
  if (endpoint.model == ABSENT || endpoint.operation == Operation.Model) return ABSENT;
  if (!request.scan() || !request.tape.isObject(request.tape.root)) return ABSENT;
  name.clear();
  percentDecode(endpoint.model, name);
  raw.clear();
  raw.byte(0x22);
  escape(name.bytes, raw);
  raw.byte(0x22);
  // Once: a name that is spelled in a way of its own is refused like in every other body.
  endpoint.model = ABSENT;
  const tape = request.tape;
  const given = tape.find(tape.root, "model");
  if (tape.isString(given) && same(tape.value(given), raw.bytes)) return ABSENT;
  const changes = new Splices();
  forceMember(tape, tape.root, "model", raw.bytes, changes);
  return changed(exchange.raw.body, changes);
}
