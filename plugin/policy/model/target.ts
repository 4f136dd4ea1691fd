import { Dialect } from "../../dialect/dialect";
import { Traits } from "../../exchange/traits";
import { ABSENT, Span } from "../../wire/span";
import { Price } from "../limits/price";
import { Provider } from "../provider/provider";
import { Capabilities } from "./capabilities";
import { Face } from "./face";

/** One provider with one upstream model: what an attempt goes to. */
export class Target {
  /** Raw JSON string of the upstream model's name; ABSENT: the name that the caller asked for. */
  model: Span = ABSENT;
  authority: Span = ABSENT;
  scheme: Span = ABSENT;
  /** At least one; the first is for clients whose own dialect the provider does not speak. */
  faces: Array<Face> = [];
  traits: Traits = new Traits();
  /** Null: not known, and nothing is counted towards a budget. */
  price: Price | null = null;
  capabilities: Capabilities = new Capabilities();

  constructor(
    public id: Span,
    public provider: Provider,
  ) {}

  /** The face that speaks the client's own dialect; null if there is none. */
  nativeFace(client: Dialect): Face | null {
    for (let i = 0; i < this.faces.length; i++) {
      if (client.towards(this.faces[i].dialect, this.traits) === client) return this.faces[i];
    }
    return null;
  }
}
