import { Failure } from "../../exchange/failure";
import { MediaPart, Part, PartKind } from "../../exchange/part";
import { Constant } from "../../wire/constant";
import { Tape } from "../../wire/json-tape";
import { ABSENT, from, isInAnyCase, length, startsWith } from "../../wire/span";
import { readUrl } from "../data-url";
import { filledText } from "../openai-platform/filled-text";
import { wrongType } from "../refuse";

const PDF = new Constant("application/pdf");

/** https://platform.openai.com/docs/guides/images-vision */
export function readImage(tape: Tape, item: i32, where: string, into: Array<Part>): Failure | null {
  const image = tape.find(item, "image_url");
  const url = filledText(tape, image, "url");
  if (url == ABSENT) return wrongType(where + ".image_url.url", "a URL");
  const part = new MediaPart(PartKind.Image, where);
  readUrl(url, part);
  part.detail = filledText(tape, image, "detail");
  into.push(part);
  return null;
}

/**
 * `file_data` is base64 by OpenAI's reference, a `data:` URL by its guide, and any URL for OpenRouter.
 * https://platform.openai.com/docs/guides/pdf-files
 */
export function readFile(tape: Tape, item: i32, where: string, into: Array<Part>): Failure | null {
  const file = tape.find(item, "file");
  const part = new MediaPart(PartKind.Document, where);
  part.name = filledText(tape, file, "filename");
  part.fileId = filledText(tape, file, "file_id");
  const data = filledText(tape, file, "file_data");
  if (data == ABSENT && part.fileId == ABSENT) return wrongType(where + ".file", "file_data or file_id");
  if (startsWith(data, "data:") || startsWith(data, "https:") || startsWith(data, "http:")) readUrl(data, part);
  else if (data != ABSENT) {
    part.data = data;
    if (isPdf(part)) part.mediaType = PDF.bytes;
  }
  into.push(part);
  return null;
}

function isPdf(part: MediaPart): bool {
  const name = part.name;
  return length(name) > 4 && isInAnyCase(from(name, length(name) - 4), ".pdf");
}
