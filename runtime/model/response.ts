import type { ApiCall } from "./apiCall";
import type { AskedAbout } from "./askedAbout";
import type { Call, Evidence, ReleasePlan } from "./call";
import type { Finding, Resource } from "./finding";
import type { IsolationGroupNote } from "./journalItems";
import type { Permission } from "./permission";
import type { Refusal } from "./refusal";
import type { Target } from "./target";

/** What is known about the target while its state is read. */
export interface ReadContext<State, PriorState = unknown> {
  /** The state as last read in this run; undefined for the first reading. */
  previous?: State;
  /** The parts to read again. Everything is read if there is no previous state. */
  stale: string[];
  /** Evidence that the containment already has. */
  evidence: Evidence[];
  /** An earlier run may have changed the target: no part may be assumed unchanged. */
  continued: boolean;
  /** The containment's id, which marks what belongs to it. */
  containment: string;
  /** The `details` of the target in every finding that holds it, this one's last. */
  wanted: Record<string, string>[];
  /** The prior state that a release restores; undefined while containing. */
  priorState?: PriorState;
  /** The prior state that an earlier run saved; undefined if none did. Only while containing. */
  saved?: PriorState;
  /** Read only what the first changes need; the response's `unread` names the rest. */
  urgent?: boolean;
  /** The response's settings: what they do not ask for need not be read. */
  settings?: unknown;
  /** The findings that hold the containment, the first one first. */
  findings?: string[];
  /** The calls that AWS confirmed in this run. */
  confirmed?: Call[];
  /** The groups that isolate-instance made in the target's account and Region, as the journal knows them. */
  isolationGroups?(): Promise<IsolationGroupNote[]>;
  /** The accounts of the organization, as the journal knows them; empty if it knows none. */
  organization?(): Promise<string[]>;
  /** Eight hexadecimal digits for a name, always the same, unpredictable from outside. */
  unguessable?(name: string): Promise<string>;
}

/** How to find a target that a finding names only by an internal id or as a part of something larger. */
export interface TargetLookUp<Clients = any> {
  isNeeded(target: Target): boolean;
  /** The target by its name; a text says why nothing can be done. */
  find(clients: Clients, target: Target): Promise<Target | string>;
}

/** A custom action of Security Hub: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-custom-actions.html */
export interface CustomAction {
  /** At most 20 letters and digits. */
  id: string;
  /** What the console shows; at most 20 characters. */
  name: string;
  description: string;
}

/** How findings are routed. A route that is not a response contains nothing and only notifies people. */
export interface Route {
  name: string;
  /**
   * The resource types whose findings come here, as each source names them: Instance, AWS::EC2::SecurityGroup. An empty list takes
   * what no other route takes. Several routes may take a type; the first of the catalogue records the findings that none of them
   * acts on.
   */
  resourceTypes: string[];
  /** The finding types to act on; config may replace the list. */
  findingTypes: string[];
  /** Those of them whose findings name only the account, see `targetsIn`. */
  accountTypes?: string[];
  /** The kind of resources that become targets; none for a route that contains nothing. */
  kind?: Resource["kind"];
  /** Further kinds that become targets. */
  otherKinds?: Resource["kind"][];
  /** Starts SSM Automation executions, whose ends are separate events. */
  followsAutomation?: boolean;
  /** A button in Security Hub that starts this response for a finding of any type. */
  customAction?: CustomAction;
  /**
   * The targets that a finding names; a text says why there are none, a refusal also whether a person has to act. An empty list
   * means that the finding names only the account: `targetsIn` finds them.
   */
  targets(finding: Finding): Target[] | string | Refusal;
}

/**
 * One kind of containment, declared once. Rules, queue, function, roles, documentation and tests are derived from it.
 *
 * `plan`, `residualRisk` and `releasePlan` are pure. A plan is complete: executing it and reading again gives a state with an empty
 * plan, which is the only proof of containment.
 */
export interface Response<State = any, PriorState = any, Settings = any, Clients = any> extends Route {
  /** What it does, for notices: "instance isolated". */
  words: { done: string; undone: string };
  /** Why this target must not be changed, known before any call; for example a protected principal. */
  refuses?(target: Target, settings: Settings): string | Refusal | undefined;
  /** The group of interchangeable resources that the target belongs to, such as an Auto Scaling group, and its size. */
  groupOf?(clients: Clients, state: State): Promise<{ name: string; size: number } | undefined>;
  /** Why a target that was not found may still exist, so that a person has to find it; undefined if it does not exist. */
  whyGone?(target: Target): string | undefined;
  /** Why a person must approve the containment of this target, whatever the mode. */
  asksApproval?(target: Target, about: AskedAbout): string | undefined;
  /** Seconds that its sessions last: 900 by default, at most 3600 because of role chaining, as the deployment checks. */
  sessionSeconds?: number;
  /** How this response finds the target that it acts on, instead of how its kind does: for example a database's cluster. */
  lookUp?: TargetLookUp;
  /**
   * Finds the targets of a finding that names only the account, such as the public snapshots in it; a text says why there are none.
   * Needs a permission with `phase: "resolve"`.
   */
  targetsIn?(clients: Clients, finding: Finding): Promise<Target[] | string | Refusal>;
  /** The AWS clients of the target's account and Region. */
  clients(config: ClientConfig): Clients;
  /**
   * Clients of the second session, which has only the permissions with `session: "write"`. The first call of such a client opens
   * the session, so most runs never open it.
   */
  writeClients?(config: ClientConfig): Partial<Clients>;
  /** The live state, or undefined if the target no longer exists. */
  read(clients: Clients, target: Target, context: ReadContext<State, PriorState>): Promise<State | undefined>;
  tags(state: State): Record<string, string>;
  /** The parts of the state that an urgent reading left out. They are read after the urgent changes. */
  unread?(state: State): string[];
  /** The parts that an earlier run left less safe. They are made safe regardless of any exception, mode or pause. */
  leftOpen?(state: State): string[];
  /**
   * Whether a call restores a part that a containment opened and cannot close, or removes what it made and no longer needs, as
   * the containment's evidence proves.
   */
  givesBack?(call: Pick<Call, "service" | "operation" | "input">, evidence: Evidence[]): boolean;
  /** The calls that remove temporary changes; reads what they need. */
  tidy?(clients: Clients, state: State): Promise<Call[]>;
  /** Its own security groups that a call created, or that these calls use: confine-security-group leaves them alone. */
  ownGroups?: {
    made(call: Call, output: any): OwnGroup[];
    used(state: State, calls: Call[]): OwnGroup[];
  };
  /** Whether a part of the target is contained although calls are missing for the rest. */
  isPartly?(state: State): boolean;
  plan(state: State, settings: Settings): Call[];
  /** Why the target needs no containment, if the plan is empty for that reason; a refusal also says whether a person has to act. */
  notNeeded?(state: State): string | Refusal | undefined;
  /** The residual risk that the calls leave, one sentence each. */
  residualRisk(state: State, settings: Settings): string[];
  /** Parts of the target that the plan cannot contain; if there are any, the outcome is at most `partial`. */
  beyondReach(state: State): string[];
  /** The prior state that a release needs, taken before the first change. */
  priorState(state: State): PriorState;
  releasePlan(state: State, priorState: PriorState, settings: Settings): ReleasePlan;
  /** Evidence that a call made. */
  evidence(call: Call, output: any): Evidence[];
  /** The kind of evidence as which the journal keeps the marks of a call, see `notesBefore`. */
  marksAs?: string;
  /** The calls that remove what a target which is gone leaves on other resources; each `releases`. */
  leftBehind?(clients: Clients, evidence: Evidence[]): Promise<Call[]>;
  /** Evidence found by reading; a run that died may not have recorded what it created. */
  evidenceIn(state: State): Evidence[];
  /** The SSM Automation executions in the evidence of a containment, if the response starts some. */
  executions?(evidence: Evidence[]): StartedExecution[];
  /** Reading finds all evidence that a run did not record, so evidence is recorded at the end with everything else. */
  findsEvidence?: boolean;
  permissions: Permission[];
  /** The finding that a call of AWS's API is by itself, among those of `undoneBy`: it switched off what the response protects. */
  reports?(call: ApiCall): Finding | undefined;
  /**
   * AWS API calls that may undo the containment, one entry for each service: after such a call, held containments are checked, in
   * addition to every hour.
   */
  undoneBy?: UndoingCalls | UndoingCalls[];
}

/** An execution of SSM Automation that a containment started. */
export interface StartedExecution {
  id: string;
  /** The details of the target with which a finding requested it. */
  details: Record<string, string>;
  /** Whether its end is noted. */
  ended: boolean;
}

/** A security group that a response makes for its own use. */
export type OwnGroup = Pick<IsolationGroupNote, "vpcId" | "kind" | "groupId">;

/** AWS API calls, by their names in CloudTrail. */
export interface UndoingCalls {
  /** The `source` of their events, such as aws.ec2. */
  source: string;
  calls: string[];
  /** Those that may affect every target of the account and Region, whatever resource they name. */
  shared: string[];
  /** Whether they are made in the Region of the target. */
  regional: boolean;
}

/** What a route needs to work in the account of a target. */
export type Entrance = Pick<
  Response,
  "name" | "clients" | "writeClients" | "permissions" | "sessionSeconds" | "lookUp"
>;

/** A route that changes nothing and notifies people, unless the resource has an exception. */
export interface Watch<Clients = any> extends Route, Entrance {
  clients(config: ClientConfig): Clients;
  /** The tags of the target, or undefined if it no longer exists. */
  readTags(clients: Clients, target: Target): Promise<Record<string, string> | undefined>;
  /** The advice to people about the target. */
  advice(finding: Finding): string;
}

/** The credentials of a session. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** The configuration of every AWS client. A function as credentials is called for the first request. */
export interface ClientConfig {
  region: string;
  credentials?: SessionCredentials | (() => Promise<SessionCredentials>);
  maxAttempts: number;
  retryMode: string;
  /** Sends the requests; all clients share its connections. */
  requestHandler?: any;
}

/** Every kind of resources that become a route's targets. */
export const kindsOf = ({ kind, otherKinds = [] }: Pick<Route, "kind" | "otherKinds">): Resource["kind"][] =>
  kind === undefined ? [] : [kind, ...otherKinds];

/** The calls that may undo a response's containments. */
export const undoingCalls = ({ undoneBy = [] }: Pick<Response, "undoneBy">): UndoingCalls[] => [undoneBy].flat();

/** Whether a route works in the accounts of its targets and needs a role there. */
export function entersAccounts(route: Route): route is Route & Entrance {
  return "permissions" in route;
}

/** Whether a route checks targets without containing them. */
export function isWatch(route: Route): route is Watch {
  return "readTags" in route;
}

/** Whether a route contains. */
export function isResponse(route: object): route is Response {
  return "plan" in route;
}
