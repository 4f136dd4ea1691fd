import { unescape } from "../../wire/json-string";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { Target } from "./target";

const name = new Output();
const path = new Output();

/** The upstream model's name, decoded; `asked`: what the caller asked for, which is the name where a target of a glob has none of its own. Valid until the next call. */
export function upstreamName(target: Target, asked: Span): Span {
  if (target.model == ABSENT) return asked;
  name.clear();
  unescape(target.model, name);
  return name.bytes;
}

/** `provider/name`, valid until the next call. */
export function upstreamPath(target: Target, asked: Span): Span {
  path.clear();
  path.raw(target.provider.name);
  path.byte(0x2f);
  path.raw(upstreamName(target, asked));
  return path.bytes;
}
