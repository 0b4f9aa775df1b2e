import { randomUUID } from "node:crypto";
import { IAM } from "@aws-sdk/client-iam";
import { type Actor, guardDutyPrincipal } from "../../rehearsal/findings";
import { accounts, region, rootOf } from "./accounts";
import { tagList } from "./tagList";
import type { World } from "./world";

/** IAM in one of the accounts, as its root user: the workload's owner, not the product. */
export const iamIn = (world: World, account: keyof typeof accounts) =>
  new IAM(rootOf(accounts[account].id, world.endpoint));

/** A GuardDuty finding about a principal. */
export const principalFinding = (account: string, actor: Actor, type?: string): Record<string, any> =>
  guardDutyPrincipal({ account, region }, actor, type);

/** Creates a user with an access key and returns it as findings name it. */
export async function makeUser(iam: IAM, UserName: string, tags: Record<string, string> = {}): Promise<Actor> {
  const Tags = tagList(tags);
  const { User } = await iam.createUser({ UserName, Tags });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return {
    userType: "IAMUser",
    userName: UserName,
    principalId: User!.UserId!,
    accessKeyId: AccessKey!.AccessKeyId!,
  };
}

/** Creates a role for EC2 and returns one of its sessions as findings name it. */
export async function makeRole(iam: IAM, RoleName: string, tags: Record<string, string> = {}): Promise<Actor> {
  const Tags = tagList(tags);
  const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument, Tags });
  const session = `i-${randomUUID().replaceAll("-", "").slice(0, 17)}`;
  return {
    userType: "AssumedRole",
    userName: RoleName,
    principalId: `${Role!.RoleId}:${session}`,
    accessKeyId: "ASIAEXAMPLEEXAMPLE12",
  };
}
