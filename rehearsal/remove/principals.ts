import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../../runtime/aws/pages";
import { namePrefix, runIn } from "../names";
import type { Place } from "../place";
import type { Attempt } from "./attempt";

/** Removes users and roles, with everything that block-principal attached to them. */
export async function removePrincipals({ clients: { iam } }: Place, attempt: Attempt): Promise<void> {
  const users = await pages(
    (Marker) => iam.listUsers({ ...(Marker && { Marker }) }),
    (page) => page.Users,
    (page) => page.Marker,
  );
  for (const { UserName } of users.filter(({ UserName: name }) => name!.startsWith(namePrefix))) {
    const { Tags } = await iam.listUserTags({ UserName: UserName! });
    if (runIn(Tags) !== undefined) await attempt(`user/${UserName}`, () => removeUser(iam, UserName!));
  }
  const roles = await pages(
    (Marker) => iam.listRoles({ ...(Marker && { Marker }) }),
    (page) => page.Roles,
    (page) => page.Marker,
  );
  for (const { RoleName } of roles.filter(({ RoleName: name }) => name!.startsWith(namePrefix))) {
    const { Tags } = await iam.listRoleTags({ RoleName: RoleName! });
    if (runIn(Tags) !== undefined) await attempt(`role/${RoleName}`, () => removeRole(iam, RoleName!));
  }
  await removePolicies(iam, attempt);
}

async function removeUser(iam: IAM, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.deleteAccessKey({ UserName, AccessKeyId: AccessKeyId! });
  }
  const { AttachedPolicies = [] } = await iam.listAttachedUserPolicies({ UserName });
  for (const { PolicyArn } of AttachedPolicies) await iam.detachUserPolicy({ UserName, PolicyArn: PolicyArn! });
  await iam.deleteUser({ UserName });
}

async function removeRole(iam: IAM, RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  for (const { PolicyArn } of AttachedPolicies) await iam.detachRolePolicy({ RoleName, PolicyArn: PolicyArn! });
  const { Role } = await iam.getRole({ RoleName });
  if (Role!.PermissionsBoundary) await iam.deleteRolePermissionsBoundary({ RoleName });
  await iam.deleteRole({ RoleName });
}

/** Removes the policies that block-principal created for roles of rehearsals, by the role's name in their path. */
async function removePolicies(iam: IAM, attempt: Attempt): Promise<void> {
  const policies = await pages(
    (Marker) => iam.listPolicies({ Scope: "Local", PathPrefix: `/firebreak/`, ...(Marker && { Marker }) }),
    (page) => page.Policies,
    (page) => page.Marker,
  );
  const ours = policies.filter(({ Path = "" }) => Path.startsWith(`/firebreak/${namePrefix}`));
  for (const { Arn } of ours) await attempt(Arn!, () => iam.deletePolicy({ PolicyArn: Arn! }));
}
