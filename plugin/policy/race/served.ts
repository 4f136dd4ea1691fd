import { Fit } from "../../exchange/fit";
import { Usage } from "../../exchange/response";
import { Target } from "../model/target";

/** Whose answer the client gets, or got last. */
export class Served {
  /** Null: nobody's. */
  target: Target | null = null;
  /** What that answer's request lost in translation. */
  losses: Fit | null = null;
  /** Counted by its provider, as far as that is known. */
  usage: Usage = new Usage();

  by(target: Target, usage: Usage, losses: Fit | null): void {
    this.target = target;
    this.usage = usage;
    this.losses = losses;
  }
}
