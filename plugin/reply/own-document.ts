import { HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Reply } from "./reply";

const out = new Output();
const json = new JsonWriter(out);
const headers = new HeaderWriter();

/** Where a document that the gateway answers with is written; empty again with each call. */
export function newDocument(): JsonWriter {
  out.clear();
  json.restart();
  return json;
}

/** What `newDocument` was written. `approximated`: what in it is not exact; empty: all is. */
export function documentReply(approximated: string = ""): Reply {
  headers.clear();
  headers.setText("content-type", "application/json");
  if (approximated.length > 0) headers.setText("x-headgate-approximated", approximated);
  return new Reply(200, headers.bytes, out.bytes);
}

/** A line of text. */
export function textReply(text: string): Reply {
  out.clear();
  out.ascii(text);
  headers.clear();
  headers.setText("content-type", "text/plain; charset=utf-8");
  return new Reply(200, headers.bytes, out.bytes);
}
