import { Failure } from "../../exchange/failure";
import { Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { writeFailure } from "../openai-platform/failure";
import { isCounted, writeUsage } from "./usage";

/** What the events of a stream have in common, of chat completions and of the completions before them. */
export class Chunks {
  private json: JsonWriter;
  /** What every event starts with, up to its choices. */
  private prefix: Output = new Output();

  constructor(
    private out: Output,
    private wantsUsage: bool,
  ) {
    this.json = new JsonWriter(out);
  }

  /** `idPrefix`: of an id where the provider gave none. */
  begin(id: Span, model: Span, kind: string, idPrefix: string, stamp: Stamp): void {
    const json = new JsonWriter(this.prefix);
    this.prefix.ascii("data: ");
    json.object();
    json.key("id");
    if (id != ABSENT) json.raw(id);
    else json.ascii(idPrefix + stamp.id);
    json.asciiMember("object", kind);
    json.countMember("created", stamp.seconds);
    json.rawMember("model", model);
  }

  /** Opens a choice; its members follow as they stand. */
  open(): void {
    this.out.raw(this.prefix.bytes);
    this.out.ascii(',"choices":[{"index":0,');
  }

  /** As OpenAI does: with the usage asked for, every event has the field, and the last one fills it. */
  close(): void {
    this.out.ascii(this.wantsUsage ? '}],"usage":null}\n\n' : "}]}\n\n");
  }

  end(usage: Usage): void {
    if (this.wantsUsage && isCounted(usage)) {
      this.out.raw(this.prefix.bytes);
      this.out.ascii(',"choices":[],');
      this.json.restart();
      writeUsage(usage, this.json);
      this.out.ascii("}\n\n");
    }
    this.out.ascii("data: [DONE]\n\n");
  }

  /** The official clients throw at an `error` member; no `[DONE]` follows. */
  fail(failure: Failure): void {
    this.out.ascii("data: ");
    this.json.restart();
    writeFailure(failure, this.json);
    this.out.ascii("\n\n");
  }

  free(): void {
    this.prefix.free();
  }
}
