import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../../aws/pages";
import { isMissing } from "../../lib/errors";
import { placeholder } from "../../model/call";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { leverOf, ownArn, rolePath } from "./arns";
import { denialsIn } from "./quarantine";
import type { Lever, OwnPolicy, PrincipalState } from "./state";

/** The policies of ours that a role has. */
export type Own = Pick<PrincipalState, "own" | "nextName">;

/** Maximum number of policies that a release reads; others created the rest. */
const mostListed = 50;

/** Maximum number of unused policies that the interrupted runs of one containment may have created. */
const mostSpare = 10;

/**
 * Reads our policies that are in use, and those that this containment created but has not used yet. The names of the latter
 * cannot be predicted: policy names are unique in an account regardless of the path
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html), so a predictable name could be taken first.
 */
export async function readOwn(
  iam: IAM,
  target: Target,
  used: string[],
  context: Pick<ReadContext<unknown>, "unguessable" | "containment">,
): Promise<Own> {
  const state = { ...target, name: target.id };
  const inUse = await Promise.all(
    used.flatMap((arn) => {
      const lever = leverOf(state, arn);
      return lever ? [readPolicy(iam, arn, lever)] : [];
    }),
  );
  const own = inUse.filter((policy) => policy !== undefined);
  const numbers = used.map((arn) => Number(/-(\d+)-[0-9a-f]{8}$/.exec(arn)?.[1] ?? 0));
  const spare = await readSpare(iam, state, 1 + Math.max(0, ...numbers), context);
  return { own: [...own, ...spare.own], nextName: spare.nextName };
}

/**
 * All policies of ours for a role, as a release has to find them.
 *
 * @param used the ARNs of its boundary and of its attached policies
 */
export async function listOwn(iam: IAM, target: Target, used: string[]): Promise<Own> {
  const listed = await pages(
    (Marker) => iam.listPolicies({ Scope: "Local", PathPrefix: rolePath(target.id), Marker }),
    (page) => page.Policies,
    (page) => page.Marker,
  );
  const state = { ...target, name: target.id };
  // What is in use comes first: others may have made any number of policies there.
  const arns = [...new Set([...used, ...listed.map(({ Arn }) => Arn!)])].filter((arn) => leverOf(state, arn));
  const found = await Promise.all(arns.slice(0, mostListed).map((arn) => readPolicy(iam, arn, leverOf(state, arn)!)));
  return { own: found.filter((policy) => policy !== undefined), nextName: placeholder("name") };
}

async function readSpare(
  iam: IAM,
  state: Target & { name: string },
  first: number,
  { unguessable, containment }: Pick<ReadContext<unknown>, "unguessable" | "containment">,
): Promise<Own> {
  const own: OwnPolicy[] = [];
  // Without a journal nothing is made.
  if (!unguessable) return { own, nextName: placeholder("name") };
  for (let number = first; ; number++) {
    const suffix = await unguessable(`quarantine ${state.accountId} ${state.name} ${containment} ${number}`);
    const nextName = `firebreak-${number}-${suffix}`;
    const levers: Lever[] = ["bound", "deny"];
    const found = await Promise.all(levers.map((lever) => readPolicy(iam, ownArn(state, lever, nextName), lever)));
    const there = found.filter((policy) => policy !== undefined);
    own.push(...there);
    if (there.length === 0 || number - first >= mostSpare) return { own, nextName };
  }
}

async function readPolicy(iam: IAM, PolicyArn: string, lever: Lever): Promise<OwnPolicy | undefined> {
  const found = await orAbsent(
    pages(
      (Marker) => iam.listPolicyVersions({ PolicyArn, Marker }),
      (page) => page.Versions,
      (page) => page.Marker,
    ),
  );
  const current = found?.find((version) => version.IsDefaultVersion);
  if (!found || !current) return undefined;
  const answer = await orAbsent(iam.getPolicyVersion({ PolicyArn, VersionId: current.VersionId! }));
  const versions = found.map((version) => ({ id: version.VersionId!, isDefault: version.IsDefaultVersion ?? false }));
  const denials = denialsIn(lever, compact(answer?.PolicyVersion?.Document));
  return { arn: PolicyArn, lever, versions, ...(denials && { denials }) };
}

/** Whether a managed policy exists. */
export async function policyExists(iam: IAM, PolicyArn: string): Promise<boolean> {
  const found = await orAbsent(iam.getPolicy({ PolicyArn }));
  return found !== undefined;
}

/** Undefined if it does not exist; other errors are thrown. */
async function orAbsent<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A stored document as compact JSON; unchanged if it is not JSON. */
export function compact(document: string | undefined): string {
  const text = decoded(document);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** IAM encodes documents as RFC 3986 says: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
function decoded(document: string | undefined): string {
  const text = document ?? "";
  return text.startsWith("%") ? decodeURIComponent(text) : text;
}
