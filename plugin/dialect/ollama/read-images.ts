import { Failure } from "../../exchange/failure";
import { MediaPart, Part, PartKind } from "../../exchange/part";
import { NOTHING, Tape } from "../../wire/json-tape";
import { wrongType } from "../refuse";
import { imageType } from "./image-type";

/** A list of base64 strings; null is none. `path`: the list's, for refusals. */
export function readImages(tape: Tape, list: i32, path: string, into: Array<Part>): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType(path, "a list of images in base64");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const where = path + "[" + index.toString() + "]";
    if (!tape.isString(item)) return wrongType(where, "an image in base64");
    const image = new MediaPart(PartKind.Image, where);
    image.data = tape.bytes(item);
    image.mediaType = imageType(image.data);
    into.push(image);
    index += 1;
  }
  return null;
}
