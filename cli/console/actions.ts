import { z } from "zod";
import type { Decision } from "../../runtime/model/journalItems";
import type { AccountText } from "../accountNames";
import { accountId, named, optionsOf } from "../given";
import { toolName } from "../parser";
import { runVerb } from "../runVerb";
import type { World } from "../world";
import { type DecisionView, decisionView } from "./views/decision";

/** A change that a person can make: a command of the command line. */
export interface Action {
  /** What the page sends. */
  form: z.ZodType;
  /** The command line, without the confirmation, which the page has asked for. */
  argv(given: any): string[];
}

/** How an action ended. */
export interface ActionResult {
  /** Whether the command ended as it was meant to. */
  done: boolean;
  /** What the command said besides its result: refusals and warnings. */
  says: string[];
  decision?: DecisionView;
}

const reason = z.string().trim().min(1, "a reason is needed").max(500);
const word = z.string().max(200).regex(/^\S+$/, "must be one word");
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a Region such as eu-west-1");
const deciding = z.strictObject({ id: named, reason });

/** What the plan of a containment is made for. */
export const containPlanForm = z.strictObject({
  response: named,
  id: named,
  account: accountId.optional(),
  region: region.optional(),
});

/** What the plan of a release is made for. */
export const releasePlanForm = z.strictObject({ id: named, finding: named.optional() });

export const nothing = z.strictObject({});

/** What is to be shown. */
export const shownId = z.object({ id: z.string().trim().min(1, "it is empty").max(1000) });

/** Every change, by its name. */
export const actions: Record<string, Action> = {
  contain: {
    form: containPlanForm.extend({ ask: z.boolean().optional(), reason }),
    argv: (given) => [
      "contain",
      ...optionsOf(given, "account", "region", "reason"),
      ...(given.ask ? ["--ask"] : []),
      given.response,
      given.id,
    ],
  },
  approve: { form: deciding, argv: (given) => ["approve", ...optionsOf(given, "reason"), given.id] },
  decline: { form: deciding, argv: (given) => ["decline", ...optionsOf(given, "reason"), given.id] },
  release: {
    form: releasePlanForm.extend({ reason }),
    argv: (given) => ["release", ...optionsOf(given, "finding", "reason"), given.id],
  },
  grant: {
    form: z.strictObject({
      kind: named,
      id: named,
      account: accountId,
      region,
      for: z.array(named).min(1, "at least one response"),
      until: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2027-01-31"),
      owner: word,
      reference: word,
    }),
    argv: (given) => [
      ...["exception", "grant"],
      ...optionsOf({ ...given, for: given.for.join(",") }, "account", "region", "for", "until", "owner", "reference"),
      given.kind,
      given.id,
    ],
  },
  revoke: {
    form: z.strictObject({ arn: named, reason }),
    argv: (given) => ["exception", "revoke", ...optionsOf(given, "reason"), given.arn],
  },
  pause: {
    form: z.strictObject({ hours: z.number().min(0.01).max(720).optional(), reason }),
    argv: (given) => ["pause", ...optionsOf(given, "hours", "reason")],
  },
  resume: { form: z.strictObject({ reason }), argv: (given) => ["resume", ...optionsOf(given, "reason")] },
};

/** Makes a change as the command line does, with its checks and its proof of who gives the command. */
export async function act(
  world: World,
  action: Action,
  given: object,
  accountText: AccountText,
): Promise<ActionResult> {
  const { code, out, err } = await runVerb([...action.argv(given), "--yes", "--json"], world);
  const decision = decisionIn(out);
  return {
    done: code === 0,
    says: saidIn(err),
    ...(decision && { decision: decisionView(decision, accountText) }),
  };
}

/** What a command said, without the tool's name. */
export const saidIn = (err: string): string[] =>
  err
    .split("\n")
    .map((line) => line.trim().replace(new RegExp(`^${toolName}: `), ""))
    .filter(Boolean);

function decisionIn(out: string): Decision | undefined {
  if (out.trim() === "") return undefined;
  const found = JSON.parse(out);
  return typeof found.outcome === "string" ? found : undefined;
}
