import type { Finding } from "./finding";
import type { Target } from "./target";

/** One call to AWS that a plan asks for. `input` may hold placeholders, see `placeholder`. */
export interface Call {
  /** The key of the client in the response's `clients`. */
  service: string;
  /** The operation's name as in AWS's API reference, for example ModifyNetworkInterfaceAttribute. */
  operation: string;
  input: Record<string, unknown>;
  /** Why the call is needed, in words for people. */
  reason: string;
  /** The parts of the state that have to be read again after the call. */
  changes: string[];
  /** The target counts as contained without it; then it is the named rest of a `partial` outcome. */
  secondary?: boolean;
  /** Seconds to wait before the call. */
  wait?: number;
  /** What has to be read back before the call may be made; the executor reads again first. */
  waitsFor?: string;
}

/** What the API returned that has to be kept with the containment, for example snapshot ids. */
export interface Evidence {
  kind: string;
  id: string;
}

/** What a release will do and what it leaves because somebody else changed it meanwhile. */
export interface ReleasePlan {
  calls: Call[];
  drift: string[];
}

/** A statement of an IAM policy, before account, Region and target are known. */
export interface Permission {
  sid: string;
  actions: string[];
  /**
   * ARN patterns with `{partition}`, `{account}` and `{region}`. `{target}` stands for the target's id: `*` in the role's
   * policy, the very id in the session policy of one containment.
   */
  resources: string[];
  condition?: Record<string, Record<string, string | string[]>>;
  /** Why `resources` is `*`, where it is. */
  why?: string;
  /** Needed in one direction only; a session of the other direction does not get it. */
  phase?: Phase;
}

/** The two directions of a response. */
export type Phase = "contain" | "release";

/** What is known besides the target while its state is read. */
export interface ReadContext<State, Before = unknown> {
  /** The state as last read in this run; undefined for the first reading. */
  previous?: State;
  /** The parts to read again. Everything is read if there is no previous state. */
  stale: string[];
  /** Evidence that the containment already has. */
  evidence: Evidence[];
  /** An earlier run may have changed the target: nothing may be assumed to be untouched. */
  continued: boolean;
  /** The containment's id, which marks what belongs to it. */
  containment: string;
  /** What a release is going to put back; undefined while containing. */
  before?: Before;
}

/** What a finding is routed by. On its own it is a response that contains nothing and only tells people. */
export interface Route {
  name: string;
  /** GuardDuty's `resource.resourceType` of the findings that come here; an empty list takes what no other route takes. */
  resourceTypes: string[];
  /** The finding types that are answered; config may replace the list. */
  findingTypes: string[];
  /** The targets that a finding names; a text says why there is none. */
  targets(finding: Finding): Target[] | string;
}

/**
 * One kind of containment, declared once. Rules, queue, function, roles, documentation and tests are derived from it.
 *
 * `plan` and `remains` and `releasePlan` are pure. A plan is complete in itself: executing it and reading again gives a
 * state whose plan is empty, and that is the only proof of containment there is.
 */
export interface Response<State = any, Before = any, Settings = any, Clients = any> extends Route {
  /** What it does, for notices: "instance isolated". */
  words: { done: string; undone: string };
  /** The AWS clients of the target's account and Region. */
  clients(config: ClientConfig): Clients;
  /** The live state, or undefined if the target does not exist any more. */
  read(clients: Clients, target: Target, context: ReadContext<State, Before>): Promise<State | undefined>;
  tags(state: State): Record<string, string>;
  plan(state: State, settings: Settings): Call[];
  /** What the calls cannot take away, each a sentence. */
  remains(state: State, settings: Settings): string[];
  /** Parts of the target that the plan cannot contain; if there are any the outcome is at most `partial`. */
  beyondReach(state: State): string[];
  /** What a release needs to know, taken before the first change. */
  before(state: State): Before;
  releasePlan(state: State, before: Before, settings: Settings): ReleasePlan;
  /** Evidence that a call made. */
  evidence(call: Call, output: any): Evidence[];
  /** Evidence that was read; a run that died may not have noted what it made. */
  evidenceIn(state: State): Evidence[];
  permissions: Permission[];
}

/** What every AWS client is made with. */
export interface ClientConfig {
  region: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  maxAttempts: number;
  retryMode: string;
}

/** A stand-in for an id that does not exist yet; the executor stops before the first call that holds one. */
export function placeholder(what: string): string {
  return `{{${what}}}`;
}

/** Whether a call still waits for an id or for a reading. */
export function isUnresolved(call: Call): boolean {
  return call.waitsFor !== undefined || /\{\{.*?\}\}/.test(JSON.stringify(call.input));
}

/** Whether a route contains. */
export function isResponse(route: Route): route is Response {
  return "plan" in route;
}
