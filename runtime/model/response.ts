import type { Call, Evidence, ReleasePlan } from "./call";
import type { Finding, Resource } from "./finding";
import type { IsolationGroupNote } from "./journalItems";
import type { Permission } from "./permission";
import type { Refusal } from "./refusal";
import type { Target } from "./target";

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
  /** The `details` of the target in every finding that holds it, this one's last. */
  wanted: Record<string, string>[];
  /** What a release is going to put back; undefined while containing. */
  before?: Before;
  /** What an earlier run saved before its first change; undefined if none did. Only while containing. */
  saved?: Before;
  /** Only what the first changes need has to be read; `unread` of the response names the rest. */
  urgent?: boolean;
  /** The calls that AWS confirmed in this run. */
  confirmed?: Call[];
  /** The groups that isolate-instance made in the target's account and Region, as the journal knows them. */
  isolationGroups?(): Promise<IsolationGroupNote[]>;
  /** Eight hexadecimal digits for a name, always the same ones, that nobody outside can foresee. */
  unguessable?(name: string): Promise<string>;
}

/** A custom action of Security Hub: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-custom-actions.html */
export interface CustomAction {
  /** At most 20 letters and digits. */
  id: string;
  /** What the console shows; at most 20 characters. */
  name: string;
  description: string;
}

/** What a finding is routed by. On its own it is a response that contains nothing and only tells people. */
export interface Route {
  name: string;
  /**
   * The types of resources whose findings come here, in the words of each source: Instance, AWS::EC2::SecurityGroup. An
   * empty list takes what no other route takes. Several routes may take a type; the first of the catalogue records the
   * findings that none of them answers.
   */
  resourceTypes: string[];
  /** The finding types that are answered; config may replace the list. */
  findingTypes: string[];
  /** The kind of resources that become targets; none for a route that contains nothing. */
  kind?: Resource["kind"];
  /** Starts executions of SSM Automation, whose ends come as events of their own. */
  followsAutomation?: boolean;
  /** A button in Security Hub that starts this response for a finding of any type. */
  customAction?: CustomAction;
  /** The targets that a finding names; a text says why there is none, a refusal also whether a person has to act. */
  targets(finding: Finding): Target[] | string | Refusal;
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
  /** Why this target is never touched, known before any call; for example a principal that must not be blocked. */
  refuses?(target: Target, settings: Settings): string | Refusal | undefined;
  /** The group of interchangeable resources that the target belongs to, such as an Auto Scaling group, and its size. */
  groupOf?(clients: Clients, state: State): Promise<{ name: string; size: number } | undefined>;
  /** Why a target that cannot be found is not simply gone, so that a person has to look for it; undefined if it is gone. */
  whyGone?(target: Target): string | undefined;
  /** Why a person has to approve what is done to this target, whatever the mode. */
  asksApproval?(target: Target): string | undefined;
  /**
   * How long its sessions last, in seconds, 900 unless given; at most 3600, as a role is assumed by a role. Anything else is
   * refused when it is deployed.
   */
  sessionSeconds?: number;
  /** The AWS clients of the target's account and Region. */
  clients(config: ClientConfig): Clients;
  /**
   * Clients of the second session, which has only the permissions with `session: "write"`. The session is opened by the first
   * call of such a client, so most runs never open it.
   */
  writeClients?(config: ClientConfig): Partial<Clients>;
  /** The live state, or undefined if the target does not exist any more. */
  read(clients: Clients, target: Target, context: ReadContext<State, Before>): Promise<State | undefined>;
  tags(state: State): Record<string, string>;
  /** The parts of the state that an urgent reading left out. They are read once the urgent changes are made. */
  unread?(state: State): string[];
  /**
   * The parts of the target that an earlier run left less safe than they were before. They are made safe whatever an
   * exception, a mode or a pause says.
   */
  leftOpen?(state: State): string[];
  /** Whether a call is the kind by which a part is given back that a containment opened and cannot close. */
  givesBack?(call: Pick<Call, "service" | "operation" | "input">): boolean;
  /** The calls that take away what was needed for the moment of the change only, and what they need to know. */
  tidy?(clients: Clients, state: State): Promise<Call[]>;
  /** The security groups of its own that a call made, or that these calls use: confine-security-group leaves them alone. */
  ownGroups?: {
    made(call: Call, output: any): OwnGroup[];
    used(state: State, calls: Call[]): OwnGroup[];
  };
  /** Whether a part of the target is contained although calls are missing for the rest. */
  isPartly?(state: State): boolean;
  plan(state: State, settings: Settings): Call[];
  /** Why nothing has to be contained although a finding names the target, where the plan is empty for that reason. */
  needless?(state: State): string | undefined;
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
  /** The executions of SSM Automation that the evidence of a containment names, for a response that starts some. */
  executions?(evidence: Evidence[]): StartedExecution[];
  /** All evidence that a run made and did not note is found by reading, so it is noted at the end with everything else. */
  findsEvidence?: boolean;
  permissions: Permission[];
  /** The calls of AWS's API that may undo it: after one of them what is held is looked at, not only every hour. */
  undoneBy?: UndoingCalls;
}

/** An execution of SSM Automation that a containment started. */
export interface StartedExecution {
  id: string;
  /** The details of the target by which a finding asked for it. */
  details: Record<string, string>;
  /** Whether its end is noted. */
  ended: boolean;
}

/** A security group that a response makes for its own use. */
export type OwnGroup = Pick<IsolationGroupNote, "vpcId" | "kind" | "groupId">;

/** Calls of AWS's API, by the names that CloudTrail gives them. */
export interface UndoingCalls {
  /** The `source` of their events, such as aws.ec2. */
  source: string;
  calls: string[];
  /** Those of them that may touch every target of the account and Region, whatever they name. */
  shared: string[];
  /** Whether they are made in the Region of the target. */
  regional: boolean;
}

/** What a route needs to work in the account of a target. */
export type Entrance = Pick<Response, "name" | "clients" | "writeClients" | "permissions" | "sessionSeconds">;

/** A route that changes nothing and tells people, unless the resource has an exception. */
export interface Watch<Clients = any> extends Route, Entrance {
  clients(config: ClientConfig): Clients;
  /** The tags of the target, or undefined if it does not exist any more. */
  readTags(clients: Clients, target: Target): Promise<Record<string, string> | undefined>;
  /** What people are told of the target. */
  advice(finding: Finding): string;
}

/** The credentials of a session. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What every AWS client is made with. A function as credentials is called for the first request. */
export interface ClientConfig {
  region: string;
  credentials?: SessionCredentials | (() => Promise<SessionCredentials>);
  maxAttempts: number;
  retryMode: string;
  /** Makes the requests; all clients share its connections. */
  requestHandler?: any;
}

/** Whether a route works in the accounts of its targets and needs a role there. */
export function entersAccounts(route: Route): route is Route & Entrance {
  return "permissions" in route;
}

/** Whether a route looks at targets without containing them. */
export function isWatch(route: Route): route is Watch {
  return "readTags" in route;
}

/** Whether a route contains. */
export function isResponse(route: object): route is Response {
  return "plan" in route;
}
