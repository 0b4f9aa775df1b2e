import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../aws/pages";
import { inParallel } from "../lib/inParallel";
import { tagRecord } from "../resources/tagRecord";
import type { RoleState } from "./observations";
import { lookFor, type Reading } from "./reading";

/** Roles read in parallel: IAM allows few calls per second and account. */
const atOnce = 4;

/** The roles of an account by name; undefined for one that does not exist. */
export async function readRoles(iam: IAM, names: string[]): Promise<Record<string, Reading<RoleState | undefined>>> {
  const states = await inParallel(names, atOnce, (name) => lookFor(() => readRole(iam, name)));
  return Object.fromEntries(names.map((name, at) => [name, states[at]!]));
}

/** The tags of a role, which say what its account's stack covers. */
export async function readRoleTags(iam: IAM, RoleName: string): Promise<Pick<RoleState, "tags">> {
  return { tags: tagRecord((await iam.getRole({ RoleName })).Role!.Tags) };
}

/** Documents are URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
async function readRole(iam: IAM, RoleName: string): Promise<RoleState> {
  const { AssumeRolePolicyDocument, PermissionsBoundary, Tags } = (await iam.getRole({ RoleName })).Role!;
  const names = await pages(
    (Marker) => iam.listRolePolicies({ RoleName, ...(Marker && { Marker }) }),
    (page) => page.PolicyNames,
    (page) => page.Marker,
  );
  const attached = await pages(
    (Marker) => iam.listAttachedRolePolicies({ RoleName, ...(Marker && { Marker }) }),
    (page) => page.AttachedPolicies,
    (page) => page.Marker,
  );
  const policies: Record<string, string> = {};
  for (const PolicyName of names) {
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName });
    policies[PolicyName] = decodeURIComponent(PolicyDocument ?? "");
  }
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    trust: decodeURIComponent(AssumeRolePolicyDocument ?? ""),
    policies,
    attached: attached.map((policy) => policy.PolicyArn ?? ""),
    ...(boundary && { boundary }),
    tags: tagRecord(Tags),
  };
}
