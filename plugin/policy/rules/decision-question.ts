import { beginning } from "../../wire/beginning";
import { JsonWriter } from "../../wire/json-writer";
import { Decision } from "./decision";
import { Rule } from "./rule";
import { Subject } from "./subject";

/** Enough to tell what a prompt is about, and little enough to send in a fraction of a millisecond. */
const MAX_PROMPT: i32 = 4096;

/** Writes what a decision is asked (`questionSchema` in contract/decision.ts). */
export function writeDecisionQuestion(decision: Decision, rule: Rule, subject: Subject, json: JsonWriter): void {
  const prompt = subject.request.prompt;
  const key = subject.key;
  json.object();
  json.key("decision");
  json.utf8(decision.name);
  json.key("rule");
  json.utf8(rule.id);
  json.key("model");
  json.utf8(subject.facts.model);
  json.asciiMember("dialect", subject.request.dialect.name);
  if (key !== null) {
    json.key("tenant");
    json.utf8(key.tenant);
    json.key("key");
    json.utf8(key.id);
  }
  json.key("tags");
  json.array();
  if (key !== null) for (let i = 0; i < key.tags.length; i++) json.utf8(key.tags[i]);
  json.endArray();
  json.countMember("estimated_tokens", prompt.estimatedTokens);
  json.countMember("messages", prompt.messages);
  json.literalMember("has_tools", prompt.hasTools ? "true" : "false");
  json.literalMember("has_images", prompt.hasImages ? "true" : "false");
  json.key("prompt");
  json.utf8(beginning(prompt.lastUserText, MAX_PROMPT));
  json.endObject();
}
