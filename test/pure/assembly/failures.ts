/** What an answer that is none amounts to, and the way through a model's targets: see failures.test.ts. AssemblyScript. */
import { Failure } from "../../../plugin/exchange/failure";
import { classify } from "../../../plugin/policy/failure/classification";
import { ErrorWords } from "../../../plugin/policy/failure/error-words";
import { Retry } from "../../../plugin/policy/failure/table";
import { Target } from "../../../plugin/policy/model/target";
import { Provider, ProviderKey } from "../../../plugin/policy/provider/provider";
import { AttemptPlan } from "../../../plugin/policy/race/attempt-plan";
import { ABSENT, PADDING } from "../../../plugin/wire/span";

/** Where the test writes what the provider says. */
const room: usize = heap.alloc(64 * 1024 + PADDING);
export function roomAt(): usize {
  return room;
}

let words: ErrorWords | null = null;

/** `place`: among those that an operator can give words for; -1: forgets them all. The phrase is in the room. */
export function addWord(place: i32, size: i32): void {
  const known = words;
  if (place < 0) words = null;
  else if (known !== null) known.add(place, String.UTF8.decodeUnsafe(room, size));
  else {
    const first = new ErrorWords();
    first.add(place, String.UTF8.decodeUnsafe(room, size));
    words = first;
  }
}

/** A `FailureKind`. `codeSize`: of the code, which stands before the message; `size` -1: the provider says nothing. */
export function kindOf(status: i32, codeSize: i32, size: i32): i32 {
  if (size < 0) return classify(status, null, words);
  const code = String.UTF8.decodeUnsafe(room, codeSize);
  const message = String.UTF8.decodeUnsafe(room + codeSize, size - codeSize);
  return classify(status, new Failure(status, message, "", code), words);
}

let targets: Array<Target> = [];
let plan: AttemptPlan = new AttemptPlan([], []);

export function clear(): void {
  targets = [];
}

/** `context`: 0 if not known. */
export function addTarget(keys: i32, context: i32): void {
  const provider = new Provider(ABSENT);
  for (let i = 0; i < keys; i++) provider.keys.push(new ProviderKey(ABSENT, ABSENT, ABSENT));
  const target = new Target(ABSENT, provider);
  target.capabilities.contextLength = context;
  targets.push(target);
}

/** The candidates: all but the first `left`, from the one at `first` on. */
export function setOut(left: i32, first: i32): i32 {
  const able: Array<i32> = [];
  for (let i = left; i < targets.length; i++) able.push(i);
  plan = new AttemptPlan(targets, able.slice(first).concat(able.slice(0, first)));
  return plan.retries(0);
}

export function begin(target: i32): bool {
  return plan.begin(targets[target]);
}

export function headFor(target: i32): void {
  plan.headFor(target);
}

export function onwards(): i32 {
  return plan.onwards;
}

export function after(target: i32, retry: i32, otherKey: bool): i32 {
  return plan.after(targets[target], <Retry>retry, otherKey);
}

export function lost(target: i32): void {
  plan.lost(targets[target]);
}
