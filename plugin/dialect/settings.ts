import { Failure } from "../exchange/failure";
import { Fit } from "../exchange/fit";
import { ChatRequest } from "../exchange/request";
import { isNumeric, SETTINGS, SettingNames } from "../exchange/setting";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { wrongType } from "./refuse";

/** Notes a field's value under its setting; null is as good as absent. `path`: the field's, for a failure. */
export function readSetting(tape: Tape, setting: i32, path: string, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (isNumeric(setting) && !tape.isNumber(value)) return wrongType(path, "a number");
  into.settings[setting] = tape.value(value);
  return null;
}

/** Writes the settings that the dialect has. */
export function writeSettings(request: ChatRequest, names: SettingNames, json: JsonWriter): void {
  for (let i = 0; i < SETTINGS; i++) {
    if (request.has(i) && names.has(i)) json.member(names.nameOf(i), request.settings[i]);
  }
}

/** Drops the settings that the dialect does not have. */
export function fitSettings(request: ChatRequest, names: SettingNames, fit: Fit): void {
  for (let i = 0; i < SETTINGS; i++) {
    if (request.has(i) && !names.has(i)) fit.drop(request.names.settings.nameOf(i));
  }
}
