import { awsError } from "./expressions";
import { type FaultKind, faultOf, isKill } from "./faultKinds";

/** The run that makes calls. A killed one makes none any more: whatever it still waits for never comes. */
export interface Caller {
  id: string;
  killed: boolean;
  /** Called once, when the run is killed. */
  onKill(): void;
}

/** One call as it went over the wire. */
export interface WireCall {
  /** Its place since the count began. */
  index: number;
  service: string;
  operation: string;
  input: any;
  /** The same for the same call in another run, whatever its times and random names are. */
  signature: string;
  caller: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The code of the error that it ended with; `killed` if the caller never learned of its end. */
  error?: string;
}

/** How far a fault goes: one call, all such calls of one run or of two, or all such calls from then on. */
export type Span = "once" | "delivery" | "twice" | "always";

/** A fault of the call with this place. */
export interface Fault {
  at: number;
  kind: FaultKind;
  span: Span;
}

/** What the wire needs to know of a service's model. */
export interface ServiceModel {
  service: string;
  /** The methods of the SDK's aggregated client. They work at once: no other call comes in between. */
  methods: Record<string, (input: any) => unknown>;
  /** Whether an operation only reads. */
  isRead(operation: string): boolean;
  /** The parameters that each operation takes. An unknown one is refused. */
  parameters?: Record<string, string[]>;
  /** What the service holds; given only if it may answer from its earlier state. */
  state?: { get(): unknown; set(state: any): void };
}

/** Answers of a service that are older than its last change, for so many reads after each change. */
interface Lag {
  readings: number;
  left: number;
  older: unknown;
}

/** The call that the fault met first. */
interface Struck {
  signature: string;
  callers: string[];
  /** Its place among all calls. */
  from: number;
  service: string;
  operation: string;
}

const isLike = (call: WireCall, { service, operation, signature }: Struck) =>
  call.service === service && call.operation === operation && call.signature === signature;

const isOfFirst = (call: WireCall, struck: Struck) => call.caller === struck.callers[0] && isLike(call, struck);

/**
 * Everything that goes to AWS: calls are counted and kept, and may fail, lag, or end the caller.
 *
 * @param current the run that makes a call
 */
export function makeWire(current: () => Caller | undefined) {
  const calls: WireCall[] = [];
  /** What the product asked for that no model knows: a defect of the suite, whatever the product makes of the error. */
  const unknown: string[] = [];
  const lags: Record<string, Lag> = {};
  /** Called after a call had its effect, before the caller learns of it. */
  const after: ((call: WireCall) => void)[] = [];
  let fault: Fault | undefined;
  let struck: Struck | undefined;
  let count = 0;

  /** The fault of this call, if it has one. */
  function faultFor(call: WireCall): FaultKind | undefined {
    if (!fault) return undefined;
    if (!struck && call.index === fault.at) {
      const { service, operation, signature } = call;
      struck = { service, operation, signature, callers: [call.caller], from: calls.indexOf(call) };
    } else if (!struck || !isLike(call, struck)) return undefined;
    else if (fault.span === "once") return undefined;
    else if (fault.span === "delivery" && !struck.callers.includes(call.caller)) return undefined;
    else if (fault.span === "twice") {
      if (struck.callers.length >= 2 || struck.callers.includes(call.caller)) return undefined;
      struck.callers.push(call.caller);
    }
    return fault.kind;
  }

  function answer(model: ServiceModel, method: string, input: any): unknown {
    const { state, service } = model;
    const lag = lags[service];
    const operation = operationOf(method);
    if (!lag || !state) return model.methods[method]!(input);
    if (model.isRead(operation)) {
      if (lag.left === 0) return model.methods[method]!(input);
      lag.left--;
      const now = state.get();
      state.set(lag.older);
      try {
        return model.methods[method]!(input);
      } finally {
        state.set(now);
      }
    }
    const older = structuredClone(state.get());
    const result = model.methods[method]!(input);
    Object.assign(lag, { older, left: lag.readings });
    return result;
  }

  async function send(model: ServiceModel, method: string, input: any): Promise<unknown> {
    const caller = current();
    if (caller?.killed) return never();
    const { service } = model;
    const operation = operationOf(method);
    // Most calls are never compared with another one.
    let signature: string | undefined;
    const call: WireCall = {
      index: count++,
      service,
      operation,
      input,
      get signature() {
        signature ??= signatureOf(service, operation, input);
        return signature;
      },
      caller: caller?.id ?? "nobody",
      at: Date.now(),
    };
    calls.push(call);
    const kind = faultFor(call);
    const { before, error, seconds, answer: lost } = kind ? faultOf(kind, call) : ({} as ReturnType<typeof faultOf>);
    if (seconds) await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    if (caller?.killed) return never();
    const kill = () => {
      call.error = "killed";
      caller!.killed = true;
      caller!.onKill();
      return never();
    };
    if (kind && before && isKill(kind)) return kill();
    if (lost !== undefined) return lost;
    if (kind && before) {
      call.error = error!.name;
      throw error;
    }
    const { result, refusal } = await effect(model, method, input);
    if (refusal) call.error = refusal.name;
    for (const look of after) look(call);
    if (kind && isKill(kind)) return kill();
    // It was under way when another call ended the run.
    if (caller?.killed) return never();
    const thrown = error ?? refusal;
    if (!thrown) return result;
    call.error = thrown.name;
    throw thrown;
  }

  /** What the service makes of a call, at once; also of one whose answer is lost. */
  async function effect(
    model: ServiceModel,
    method: string,
    input: any,
  ): Promise<{ result?: unknown; refusal?: Error }> {
    try {
      const surplus = surplusParameters(model, operationOf(method), input);
      if (surplus) throw notKnown(unknown, surplus);
      return { result: await answer(model, method, input) };
    } catch (refusal) {
      return { refusal: refusal as Error };
    }
  }

  return {
    calls,
    unknown,
    after,
    /** A client of the model. An operation that the model does not have is refused and recorded. */
    client<Client>(model: ServiceModel): Client {
      return new Proxy({} as any, {
        get(_, method) {
          if (typeof method !== "string" || method === "then") return undefined;
          if (model.methods[method]) return (input: any = {}) => send(model, method, input);
          return async () => {
            throw notKnown(unknown, `${model.service} ${operationOf(method)}`);
          };
        },
      });
    },
    /** Counts calls from 0 again, with this fault or none. */
    begin(next?: Fault): void {
      fault = next;
      struck = undefined;
      count = 0;
    },
    /** Whether the call with the fault was made. */
    isStruck: () => struck !== undefined,
    /** How often the run that the fault met made the call, from then on. */
    struckCalls: () => (struck ? calls.slice(struck.from).filter((call) => isOfFirst(call, struck!)).length : 0),
    /** Lets a service answer from its state before the last change, for so many reads after each. */
    lag(service: string, readings: number): void {
      lags[service] = { readings, left: 0, older: undefined };
    },
    settle(): void {
      for (const service of Object.keys(lags)) delete lags[service];
    },
  };
}

export type Wire = ReturnType<typeof makeWire>;

const never = () => new Promise<never>(() => {});

const operationOf = (method: string) => method.charAt(0).toUpperCase() + method.slice(1);

function notKnown(list: string[], what: string): Error {
  list.push(what);
  return awsError("ModelDoesNotKnow", `the model does not know ${what}`);
}

function surplusParameters({ service, parameters }: ServiceModel, operation: string, input: any): string | undefined {
  if (!parameters) return undefined;
  const known = parameters[operation];
  if (!known) return `the parameters of ${service} ${operation}`;
  const given = Object.keys(input).filter((name) => input[name] !== undefined);
  const surplus = given.filter((name) => !known.includes(name));
  return surplus.length > 0 ? `${surplus.join(", ")} of ${service} ${operation}` : undefined;
}

/** Times, random names and the ids of runs differ from run to run. */
function signatureOf(service: string, operation: string, input: any): string {
  const { ExpressionAttributeValues: _, Item, TransactItems, Message, Policy: __, MessageBody, ...rest } = input ?? {};
  const written = Item ? { pk: Item.pk, kind: Item.kind } : undefined;
  const items = TransactItems?.map((item: any) => Object.keys(item));
  const text = JSON.stringify({ ...rest, written, items, ...(MessageBody && { MessageBody: "" }) })
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "time")
    .replace(/-[0-9a-f]{8}(?=["-])/g, "-random");
  return `${service} ${operation} ${text}`;
}
