import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { makeCall } from "../../../../runtime/aws/openTarget";
import { everything, type Reconciled, reconcile } from "../../../../runtime/containment/reconcile";
import { verdictOf } from "../../../../runtime/containment/verdict";
import type { Call } from "../../../../runtime/model/call";
import type { Phase } from "../../../../runtime/model/permission";
import type { ReadContext } from "../../../../runtime/model/response";
import type { Target } from "../../../../runtime/model/target";
import { principalTarget } from "../../../../runtime/resources/targets";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type {
  BlockSettings,
  PrincipalPriorState,
  PrincipalState,
} from "../../../../runtime/responses/blockPrincipal/state";
import type { IamModel, Identity, Request, World } from "./model";

export const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const role = principalTarget(place, "role", "web");
export const user = principalTarget(place, "user", "bob");

/** The stacks' defaults, without the pause. */
export const settings: BlockSettings = {
  roles: "session",
  wholeRoleIfNeeded: false,
  deleteLoginProfile: false,
  reactivateCredentials: false,
  lookAgainSeconds: 0.001,
  protectedPrincipals: [],
};

export const sessionA = "AROAWEBWEBWEBWEBWEB01:i-0123456789abcdef0";
export const sessionB = "AROAWEBWEBWEBWEBWEB01:deploy";

/** A role or user that has nothing but its name. */
export function identity(more: Partial<Identity> = {}): Identity {
  return {
    path: "/",
    id: "AROAWEBWEBWEBWEBWEB01",
    tags: {},
    attached: [],
    trust: { Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] },
    profiles: [],
    keys: [],
    service: [],
    ssh: [],
    certificates: [],
    password: false,
    devices: 0,
    ...more,
  };
}

/** An account with role `web` and user `bob`. */
export function worldWith(parts: { web?: Partial<Identity>; bob?: Partial<Identity> } & Partial<World> = {}): World {
  const { web, bob, ...more } = parts;
  return {
    partition: "aws",
    account: place.accountId,
    roles: { web: identity(web) },
    users: { bob: identity({ id: "AIDABOBBOBBOBBOBBOB01", ...bob }) },
    policies: {},
    quota: 10,
    ...more,
  };
}

/** What reading needs. Names of new policies are drawn from a secret of the test, as the journal draws them. */
const contextOf = (
  model: IamModel,
  work: Work,
  saved?: PrincipalPriorState,
): ReadContext<PrincipalState, PrincipalPriorState> => ({
  stale: [],
  evidence: [],
  continued: model.saved !== undefined,
  containment: `0123456789abcdef-${work.round ?? 0}`,
  wanted: work.wanted ?? [],
  confirmed: [],
  unguessable: async (name) => createHash("sha256").update(`secret ${name}`).digest("hex").slice(0, 8),
  ...(saved ? { priorState: saved } : model.saved && { saved: model.saved }),
});

/** What the loop runs with. */
export interface Work {
  target?: Target;
  wanted?: Record<string, string>[];
  settings?: Partial<BlockSettings>;
  stopAfter?: number;
  /** How often it was released before. */
  round?: number;
  /** What someone else does right before a call. */
  meanwhile?: (call: Call, world: World) => void;
}

/** Reads a principal as the product does at the start of a run. */
export function readPrincipal(model: IamModel, work: Work, saved?: PrincipalPriorState) {
  return blockPrincipal.read(model, work.target ?? role, contextOf(model, work, saved));
}

/** One run of the product's loop from a fresh reading; it dies after `stopAfter` calls, as Lambda may. */
async function run(
  model: IamModel,
  phase: Phase,
  planOf: (state: PrincipalState) => Call[],
  work: Work,
  saved?: PrincipalPriorState,
): Promise<Reconciled<PrincipalState> | undefined> {
  const { target = role, stopAfter = Number.POSITIVE_INFINITY } = work;
  const context = contextOf(model, work, saved);
  let calls = 0;
  const checkTime = () => {
    if (calls >= stopAfter) throw new Error("crashed");
  };
  const first = model.requests.length;
  const readAgain = (previous: PrincipalState, stale: string[]) =>
    blockPrincipal.read(model, target, { ...context, stale, ...(!stale.includes(everything) && { previous }) });
  try {
    const state = await blockPrincipal.read(model, target, context);
    if (!state) return undefined;
    if (phase === "contain" && planOf(state).length > 0) model.saved ??= blockPrincipal.priorState(state);
    const result = await reconcile<PrincipalState>({
      sleep: async () => {},
      state,
      read: readAgain,
      plan: planOf,
      call: async (call) => {
        checkTime();
        calls++;
        work.meanwhile?.(call, model.world);
        await makeCall(model, call);
        context.confirmed!.push(call);
      },
      checkTime,
    });
    const unread = result.state ? blockPrincipal.unread!(result.state) : [];
    if (phase === "release" || unread.length === 0) return result;
    const full = (await readAgain(result.state!, unread))!;
    model.saved = { ...blockPrincipal.priorState(full), ...model.saved };
    return { ...result, state: full };
  } catch (error) {
    if ((error as Error).message === "crashed") return undefined;
    throw error;
  } finally {
    for (const request of model.requests.slice(first)) assertPermitted(request, target, phase);
  }
}

/** Every call, reads included, needs an action that this direction has for such a target in its own session. */
function assertPermitted({ operation, session }: Request, { kind }: Target, phase: Phase): void {
  const granted = blockPrincipal.permissions
    .filter((permission) => !permission.phase || permission.phase === phase)
    .filter((permission) => !permission.targetKind || permission.targetKind === kind)
    .filter((permission) => permission.session === session)
    .flatMap((permission) => permission.actions);
  assert.ok(granted.includes(`iam:${operation}`), `${operation} is not permitted to ${phase} by ${session ?? "main"}`);
}

/** One run that contains. */
export const containOnce = (model: IamModel, work: Work = {}) =>
  run(model, "contain", (state) => blockPrincipal.plan(state, { ...settings, ...work.settings }), work);

/** One run that releases. */
export const releaseOnce = (model: IamModel, saved: PrincipalPriorState, work: Work = {}) =>
  run(
    model,
    "release",
    (state) => blockPrincipal.releasePlan(state, saved, { ...settings, ...work.settings }).calls,
    work,
    saved,
  );

/** The state before the first change, as the product saves it. */
export async function savedOf(model: IamModel, work: Work = {}): Promise<PrincipalPriorState> {
  return blockPrincipal.priorState((await readPrincipal(model, work))!);
}

/** What a run has proven. */
export const outcomeOf = (result: Reconciled<PrincipalState>) =>
  verdictOf(blockPrincipal, settings, result, false).outcome;

/** Our own policies that the role uses. */
export const ownPolicies = ({ world }: IamModel, name = "web"): string[] => {
  const { attached, boundary } = world.roles[name]!;
  return [...attached, ...(boundary ? [boundary] : [])].filter((arn) => arn.includes(`:policy/firebreak/${name}/`));
};

/** The documents of these policies. */
export const ownDocuments = (model: IamModel, name = "web"): any[] =>
  ownPolicies(model, name).map((arn) =>
    JSON.parse(model.world.policies[arn]!.find(({ isDefault }) => isDefault)!.document),
  );
