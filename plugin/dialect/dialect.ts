import { AnswerHead } from "../exchange/answer-head";
import { ClientHead } from "../exchange/client-head";
import { Failure } from "../exchange/failure";
import { FieldNames } from "../exchange/field-names";
import { Fit } from "../exchange/fit";
import { Forced } from "../exchange/forced";
import { ModelCard } from "../exchange/model-card";
import { orderTurns } from "../exchange/order-turns";
import { Prompt } from "../exchange/prompt";
import { ChatRequest } from "../exchange/request";
import { ChatResponse } from "../exchange/response";
import { takeSignatures } from "../exchange/signed-call";
import { Splices } from "../exchange/splices";
import { Stamp } from "../exchange/stamp";
import { StreamReader, StreamWriter } from "../exchange/stream";
import { Traits } from "../exchange/traits";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { EmbeddingDialect } from "./embedding-dialect";
import { Operation } from "./operation";

const DELIVERY: Array<string> = ["stream"];
const NO_MEMBERS: Array<string> = [];

/**
 * A wire protocol, on either side of an exchange. Each dialect's folder has the same files; none
 * knows another dialect. Reading and writing never fail for lack of memory or by a throw: what is
 * wrong comes back as a Failure.
 */
export abstract class Dialect {
  constructor(
    public name: string,
    /** What its requests call the parts that several dialects have. */
    public fields: FieldNames,
  ) {}

  // --- on the client's side

  /** An older endpoint of a dialect: clients alone speak it, and its provider may answer a bare prompt in another way than a chat. */
  isLegacy(): bool {
    return false;
  }
  /** The dialect by which rules know it: an older endpoint is of the dialect that it belongs to. */
  family(): string {
    return this.name;
  }
  /** Notes what a request's header tells of a client of this dialect. Asked of all dialects: which it is, is not known yet. */
  readClientHeader(header: HeaderReader, into: ClientHead): void {}
  /** What `stream` means when it is absent. */
  streamsByDefault(): bool {
    return false;
  }
  /** Reads a chat request. A failure names the field that is wrong or that no other dialect can say. */
  abstract readRequest(tape: Tape, into: ChatRequest): Failure | null;
  /** The same, its messages in the order that every provider takes. */
  readChat(tape: Tape, into: ChatRequest): Failure | null {
    const failure = this.readRequest(tape, into);
    if (failure === null) {
      takeSignatures(into);
      orderTurns(into);
    }
    return failure;
  }
  /** How many tokens the request allows its answer; 0: it does not say. */
  longestAnswer(tape: Tape): i64 {
    const limit = tape.find(tape.root, this.fields.maxTokens);
    return tape.isNumber(limit) ? wholeNumber(tape.bytes(limit)) : 0;
  }
  /** The members of a request that say how its answer comes, and nothing of what is in it. */
  deliveryFields(): Array<string> {
    return DELIVERY;
  }
  /** Whether a request wants more in its answer than the neutral form tells: only another of this dialect asks the same. */
  asksMore(tape: Tape): bool {
    return false;
  }
  /**
   * Notes what a request shows to the model: of chats, and of embeddings. Takes whatever a provider of this
   * dialect might, and refuses nothing: what rules look through must not be passed by an exotic part.
   */
  abstract readPrompt(tape: Tape, into: Prompt): void;
  /**
   * Notes what of a chat request has to be written otherwise. `traits`: of the target that will probably take
   * it, where the dialect has two names for one thing.
   */
  abstract force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void;
  /** `request`: what the client asked, which some dialects repeat. */
  abstract writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void;
  abstract streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter;
  abstract streamContentType(): string;
  abstract writeFailure(failure: Failure, json: JsonWriter): void;
  /** The status this dialect's clients know for it. */
  status(status: i32): i32 {
    return status;
  }
  /** The list of models; `names` are raw JSON strings; `query`: of the URL, from the question mark on. */
  abstract writeModels(names: Array<Span>, query: Span, json: JsonWriter): void;
  /** One of them, as in the list. */
  abstract writeModel(name: Span, json: JsonWriter): void;
  /** What the gateway answers of its own where only this dialect has the operation. */
  writeOwnAnswer(operation: Operation, json: JsonWriter): void {}
  /** What `model` may be called too in a request for that; empty: nothing. */
  modelAlias(operation: Operation): string {
    return "";
  }
  /** Behind a model's name it says nothing; empty: there is no such tag. */
  defaultTag(): string {
    return "";
  }
  /** What is known of one model, at length. */
  writeShow(card: ModelCard, json: JsonWriter): void {}
  /** The word for what a chat request without a prompt asks of its model; empty: it is no such request. */
  loading(tape: Tape): string {
    return "";
  }
  /** That it is done, where there is nothing to do. `model`: a raw JSON string. */
  writeLoaded(model: Span, loading: string, stamp: Stamp, json: JsonWriter): void {}
  /** Whether an answer in one document is a stream too, of one event. */
  streamsDocuments(): bool {
    return false;
  }
  /** Likewise, to who asks only whether anyone is there: a text. */
  greeting(): string {
    return "";
  }
  /** How many tokens a chat has; the name of the member that tells it. */
  writeTokenCount(count: i64, json: JsonWriter): string {
    return "";
  }
  /** Adds what a provider of another dialect said in its response headers, under this dialect's names. */
  abstract writeHead(head: AnswerHead, headers: HeaderWriter): void;
  /** Whether a response header of this dialect tells a limit. */
  isRateLimit(name: Span): bool {
    return false;
  }

  /**
   * Notes what the gateway needs of a provider of this dialect and the client did not ask for: what an
   * answer has more for it is taken out again. `tape`: the client's request.
   */
  adjust(tape: Tape, stream: bool, into: Splices): void {}

  /** Notes what a provider with those traits asks for in a request of its own dialect. `model`: its name for the model. */
  complete(tape: Tape, model: Span, traits: Traits, into: Splices): void {}

  /**
   * Notes the thoughts in a request that its provider would refuse, and which gets the rest as it stands: those that one of
   * another dialect made, or all of them. False: the request has to be written anew.
   */
  cutThoughts(tape: Tape, foreignOnly: bool, into: Splices): bool {
    return false;
  }

  // --- on the provider's side

  /** The dialect in which a provider of dialect `provider`, with those traits, is asked on behalf of a client of this one. */
  towards(provider: Dialect, traits: Traits): Dialect {
    return provider;
  }
  /** Behind the provider's base URL. */
  abstract chatPath(): string;
  /** Likewise, at a provider with those traits. */
  chatPathAt(traits: Traits): string {
    return this.chatPath();
  }
  /** Likewise, where it counts a chat's tokens; empty: it does not. */
  countTokensPath(): string {
    return "";
  }
  /** Likewise, where it makes a long conversation a short one; empty: it does not. */
  compactPath(): string {
    return "";
  }
  /** Whether a request to a model with those traits can name sequences at which the answer is to end; if not, the gateway ends it. */
  knowsStops(traits: Traits): bool {
    return true;
  }
  /** What is lost of a request of another dialect, and whether this one can say it at all. */
  abstract fit(request: ChatRequest, traits: Traits, into: Fit): void;
  /** Whether a `cache_control` at the top of a request means something to a provider. */
  takesCacheControl(): bool {
    return false;
  }
  /** Whether a provider with those traits would refuse the request in this dialect, and may take it in another. */
  isMinded(request: ChatRequest, traits: Traits): bool {
    return false;
  }
  /** Likewise, a request as a client of this dialect wrote it. */
  isMindedAsWritten(tape: Tape, traits: Traits): bool {
    return false;
  }
  /** The members of such a request that a provider with those traits refuses; it goes without them. */
  refusedMembers(tape: Tape, traits: Traits): Array<string> {
    return NO_MEMBERS;
  }
  /** Only a request that fits. `model`: a raw JSON string. */
  abstract writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void;
  /** The name of the tool whose arguments such a request makes the provider write as its text: a raw string; ABSENT: none. */
  callInWords(request: ChatRequest): Span {
    return ABSENT;
  }
  /** Adds the headers that every request of this dialect needs and the client did not send. */
  writeHeaders(headers: HeaderWriter): void {}
  /** Whether a client's header means something to a provider of the same dialect. */
  abstract keepsHeader(name: Span): bool;
  /** Whether such a header may mean another answer: not what official clients tell of themselves. */
  changesAnswer(header: HeaderReader): bool {
    return this.keepsHeader(header.name);
  }
  /** False if the document is no chat response. */
  abstract readResponse(tape: Tape, into: ChatResponse): bool;
  /** `traits`: of the provider. */
  abstract streamReader(traits: Traits): StreamReader;
  /** A provider's error document, decoded; null if it is no such document. `status`: of the response. */
  abstract readError(tape: Tape, status: i32): Failure | null;
  /** Notes what a provider's response headers say; all of them are told, one by one. */
  abstract readHead(header: HeaderReader, into: AnswerHead): void;

  // --- on either side

  /** Null: the protocol has none. */
  embeddings(): EmbeddingDialect | null {
    return null;
  }
}
