import assert from "node:assert/strict";
import { makeCall } from "../../../../runtime/openTarget";
import { type Reconciled, reconcile } from "../../../../runtime/reconcile";
import type { Call, Phase, ReadContext } from "../../../../runtime/response";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type {
  BlockSettings,
  PrincipalBefore,
  PrincipalState,
} from "../../../../runtime/responses/blockPrincipal/state";
import { principalTarget, type Target } from "../../../../runtime/target";
import type { IamModel, Identity, World } from "./model";

export const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const role = principalTarget(place, "role", "web");
export const user = principalTarget(place, "user", "bob");

/** What the stacks set unless told otherwise, without the pause. */
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

const context: ReadContext<PrincipalState, PrincipalBefore> = {
  stale: [],
  evidence: [],
  continued: false,
  containment: "0123456789abcdef-0",
  wanted: [],
};

/** What the loop is run with. */
export interface Work {
  target?: Target;
  wanted?: Record<string, string>[];
  settings?: Partial<BlockSettings>;
  stopAfter?: number;
  /** What somebody else does right before a call. */
  meanwhile?: (call: Call, world: World) => void;
}

/** Reads a principal as the product does at the start of a run. */
export function readPrincipal(model: IamModel, { target = role, wanted = [] }: Work, saved?: PrincipalBefore) {
  const { iam } = model;
  return blockPrincipal.read({ iam }, target, { ...context, wanted, ...(saved && { before: saved }) });
}

/** One run of the product's loop from a fresh reading; it dies after `stopAfter` calls, as Lambda may. */
async function run(
  model: IamModel,
  phase: Phase,
  planOf: (state: PrincipalState) => Call[],
  work: Work,
  saved?: PrincipalBefore,
): Promise<Reconciled<PrincipalState> | undefined> {
  const { target = role, wanted = [], stopAfter = Number.POSITIVE_INFINITY } = work;
  const { iam } = model;
  let calls = 0;
  const checkTime = () => {
    if (calls >= stopAfter) throw new Error("crashed");
  };
  const first = model.requests.length;
  try {
    const state = await readPrincipal(model, work, saved);
    if (!state) return undefined;
    return await reconcile<PrincipalState>({
      sleep: async () => {},
      state,
      read: (previous, stale) =>
        blockPrincipal.read({ iam }, target, { ...context, wanted, previous, stale, ...(saved && { before: saved }) }),
      plan: planOf,
      call: async (call) => {
        checkTime();
        calls++;
        work.meanwhile?.(call, model.world);
        await makeCall({ iam }, call);
      },
      checkTime,
    });
  } catch (error) {
    if ((error as Error).message === "crashed") return undefined;
    throw error;
  } finally {
    for (const { operation } of model.requests.slice(first)) assertPermitted(operation, phase);
  }
}

/** Every call, reads as well, needs an action that this direction has. */
function assertPermitted(operation: string, phase: Phase): void {
  const granted = blockPrincipal.permissions
    .filter((permission) => !permission.phase || permission.phase === phase)
    .flatMap((permission) => permission.actions);
  assert.ok(granted.includes(`iam:${operation}`), `${operation} is not permitted to ${phase}`);
}

/** One run that contains. */
export const containOnce = (model: IamModel, work: Work = {}) =>
  run(model, "contain", (state) => blockPrincipal.plan(state, { ...settings, ...work.settings }), work);

/** One run that releases. */
export const releaseOnce = (model: IamModel, saved: PrincipalBefore, work: Work = {}) =>
  run(
    model,
    "release",
    (state) => blockPrincipal.releasePlan(state, saved, { ...settings, ...work.settings }).calls,
    work,
    saved,
  );

/** The state before the first change, as the product saves it. */
export async function savedOf(model: IamModel, work: Work = {}): Promise<PrincipalBefore> {
  return blockPrincipal.before((await readPrincipal(model, work))!);
}
