import { expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { outcomeOf } from "./outcome.ts";

const ok = { status: 200, brokeOff: false };

test.each(DIALECTS)("what a caller of %s got is judged", (dialect) => {
  const wire = WIRE[dialect];
  const document = JSON.stringify(wire.response(REPLY));
  const events = wire.stream(REPLY, {});
  const begun = [...events.opening, ...events.content.slice(0, 2)].join("");
  const error = wire.errorEvent("gone");
  const outcomes = {
    whole: outcomeOf(dialect, false, { ...ok, text: document }),
    "an error": outcomeOf(dialect, false, { ...ok, status: 503, text: document }),
    "half a document": outcomeOf(dialect, false, { ...ok, text: document.slice(0, 60) }),
    "a whole stream": outcomeOf(dialect, true, { ...ok, text: wholeStream(events) }),
    "a stream that broke off at its end": outcomeOf(dialect, true, {
      ...ok,
      text: wholeStream(events),
      brokeOff: true,
    }),
    "a document that broke off at its end": outcomeOf(dialect, false, { ...ok, text: document, brokeOff: true }),
    "a stream without its end": outcomeOf(dialect, true, { ...ok, text: begun }),
    "a stream that says why it ends": outcomeOf(dialect, true, { ...ok, text: begun + error }),
    "that in a document's place": outcomeOf(dialect, false, { ...ok, text: begun + error }),
    "an error event before any content": outcomeOf(dialect, true, { ...ok, text: events.opening.join("") + error }),
    "no answer": outcomeOf(dialect, true, { status: 0, text: "ECONNRESET", brokeOff: true }),
  };
  expect(outcomes).toEqual({
    whole: "answered",
    "an error": "failed",
    "half a document": "failed",
    "a whole stream": "answered",
    "a stream that broke off at its end": "cut",
    "a document that broke off at its end": "failed",
    "a stream without its end": "failed",
    "a stream that says why it ends": "cut",
    "that in a document's place": "failed",
    "an error event before any content": "failed",
    "no answer": "failed",
  });
});
