import { KeyNews, newsId } from "../policy/keys/key-news";
import { Span } from "../wire/span";
import { coolDowns } from "./health";

/** The cool-downs that began in this VM since this was asked last. */
export function newCoolDowns(): Array<KeyNews> {
  return [];
}

/** One that another Envoy has told. `reason`: the name of a failure. */
export function takeCoolDown(id: Span, until: i64, reason: Span, now: i64): void {
  const hash = newsId(id);
  if (hash != 0) coolDowns.extend(hash, until, now);
}
