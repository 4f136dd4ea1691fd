import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { Account } from "./account";
import { Books } from "./books";
import { TRIES } from "./ledger";
import { MEASURES, Measure, measureName, periodOf } from "./measure";
import { NONE, Scope } from "./scope";
import { Scopes } from "./scopes";

const account = new Account();

/** The control plane counts money in micro-dollars. */
function unitOf(measure: Measure): i64 {
  return measure == Measure.DayCost || measure == Measure.MonthCost ? 1000 : 1;
}

/** One limit that was reported on. */
class Asked {
  constructor(
    public scope: Scope,
    public measure: Measure,
    public window: i64,
  ) {}
}

/** What this Envoy has used of its limits, and what the control plane allows it for that. */
export class LeaseReport {
  /** In the order of the answer. */
  private asked: Array<Asked> = [];

  constructor(private books: Books) {}

  /** `leaseReportSchema` in contract/lease.ts. `accounts`: their hashes. */
  write(envoy: Span, accounts: Array<u64>, scopes: Scopes, now: i64, json: JsonWriter): void {
    this.asked = [];
    json.object();
    json.rawMember("envoy", envoy);
    json.key("limits");
    json.array();
    for (let i = 0; i < accounts.length; i++) {
      const scope = scopes.byHash(accounts[i]);
      // Null: of another policy than the one in force.
      if (scope !== null) this.writeScope(scope, now, json);
    }
    json.endArray();
    json.endObject();
  }

  private writeScope(scope: Scope, now: i64, json: JsonWriter): void {
    const books = this.books;
    account.open(books.ledger.get(scope.account), now);
    for (let measure = 0; measure < MEASURES; measure++) {
      const limit = scope.limit(measure);
      if (limit == NONE) continue;
      const unit = unitOf(measure);
      const window = account.window(periodOf(measure));
      const taken = account.taken(measure, books.vms, now);
      // What is reserved may still be spent, whatever the answer is.
      const holding = max(account.effective(measure, limit, books.envoys, now), taken);
      json.object();
      json.asciiMember("kind", scope.kind);
      json.key("name");
      json.utf8(scope.name);
      json.asciiMember("measure", measureName(measure));
      json.countMember("window", window);
      json.countMember("used", (account.used(measure) + unit - 1) / unit);
      json.countMember("holding", (holding + unit - 1) / unit);
      json.endObject();
      this.asked.push(new Asked(scope, measure, window));
    }
  }

  /** `leaseAnswerSchema`: one lease for each limit, or null for one that the control plane does not know. */
  read(tape: Tape, now: i64): void {
    const list = tape.find(tape.root, "leases");
    if (!tape.isArray(list)) return;
    let index = 0;
    for (let item = tape.first(list); item != NOTHING && index < this.asked.length; item = tape.next(list, item)) {
      const asked = this.asked[index++];
      const allowance = tape.find(item, "allowance");
      const envoys = tape.find(item, "envoys");
      if (!tape.isNumber(allowance) || !tape.isNumber(envoys)) continue;
      this.take(asked, wholeNumber(tape.bytes(allowance)), wholeNumber(tape.bytes(envoys)), now);
    }
  }

  private take(asked: Asked, allowance: i64, envoys: i64, now: i64): void {
    const books = this.books;
    books.envoys = max(envoys, 1);
    for (let i = 0; i < TRIES; i++) {
      account.open(books.ledger.get(asked.scope.account), now);
      const version = books.ledger.version;
      account.lease(asked.measure, asked.window, allowance * unitOf(asked.measure), envoys, now);
      if (books.ledger.put(asked.scope.account, account.bytes, version)) return;
    }
  }
}
