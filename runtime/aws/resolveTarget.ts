import type { IAM } from "@aws-sdk/client-iam";
import type { RDS } from "@aws-sdk/client-rds";
import type { Permission } from "../model/permission";
import type { Entrance } from "../model/response";
import type { Run } from "../model/run";
import type { Target } from "../model/target";
import { adviceOn } from "../resources/principalAdvice";
import { principalTarget } from "../resources/targets";
import { enter } from "./openTarget";

/** What it takes to find a role or user by its unique id; GetRole and GetUser take names only. */
export const resolvesPrincipals: Permission = {
  sid: "ResolvePrincipals",
  actions: ["iam:ListRoles", "iam:ListUsers"],
  resources: ["*"],
  why: "AWS does not limit these actions to roles and users with an id",
  phase: "resolve",
};

/** What it takes to find a database by its resource id. */
export const resolvesDatabases: Permission = {
  sid: "ResolveDatabases",
  actions: ["rds:DescribeDBInstances"],
  resources: ["*"],
  why: "a database is looked up by its resource id, which is not in its ARN",
  phase: "resolve",
};

/** Whether the target is known by an id only that people do not use and no ARN has. */
export function isInternal({ kind, id, name, details }: Target): boolean {
  if (kind === "rds-instance") return name === undefined && /^db-[A-Z0-9]+$/.test(id);
  return (kind === "iam-role" || kind === "iam-user") && details?.["uniqueId"] === id;
}

/**
 * The target with the name that people use, found by a session that can only look it up. AWS Config, and some findings of
 * Security Hub, know databases and principals by ids of AWS
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids). A role or user becomes a
 * target by its name. A database keeps its id as its identity, because its name may be used again, and gets its name besides.
 *
 * @returns a text that says why nothing can be done if there is no such resource, or if it is one that IAM cannot limit
 * @throws what AWS throws: that a resource was not looked up does not show that it is gone
 */
export async function resolveTarget(run: Run, route: Entrance, target: Target): Promise<Target | string> {
  if (!isInternal(target)) return target;
  const permissions = route.permissions.filter(({ phase }) => phase === "resolve");
  if (permissions.length === 0) return target;
  const clients: { iam?: IAM; rds?: RDS } = await enter(run, { ...route, permissions }, target, "resolve");
  if (target.kind === "rds-instance") return databaseWithName(clients.rds!, target);
  const kind = target.kind === "iam-role" ? "role" : "user";
  const name = await nameOf(clients.iam!, kind, target.id);
  if (name === undefined) return unknown(target, `no ${kind}`);
  const userType = kind === "role" ? "Role" : "IAMUser";
  const resource = { ...target, kind: "iam-principal" as const };
  const advice = adviceOn({ resource, principal: { userType, userName: name, principalId: target.id } });
  if (advice) return advice;
  return { ...principalTarget(target, kind, name), ...(target.details && { details: target.details }) };
}

const unknown = ({ id, accountId }: Target, what: string) =>
  `${what} of account ${accountId} has the id ${id}: it does not exist any more`;

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
async function databaseWithName(rds: RDS, target: Target): Promise<Target | string> {
  const Filters = [{ Name: "dbi-resource-id", Values: [target.id] }];
  const name = (await rds.describeDBInstances({ Filters })).DBInstances?.[0]?.DBInstanceIdentifier;
  return name === undefined ? unknown(target, `no database in ${target.region}`) : { ...target, name };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: at most 1,000 a page, so one to five calls. */
async function nameOf(iam: IAM, kind: "role" | "user", id: string): Promise<string | undefined> {
  let Marker: string | undefined;
  do {
    const { known, next } = await principalsOf(iam, kind, { MaxItems: 1000, ...(Marker && { Marker }) });
    const found = known.find((item) => item.id === id);
    if (found) return found.name;
    Marker = next;
  } while (Marker);
  return undefined;
}

async function principalsOf(iam: IAM, kind: "role" | "user", input: { MaxItems: number; Marker?: string }) {
  if (kind === "role") {
    const { Roles = [], IsTruncated, Marker } = await iam.listRoles(input);
    const known = Roles.map(({ RoleId, RoleName }) => ({ id: RoleId, name: RoleName }));
    return { known, next: IsTruncated ? Marker : undefined };
  }
  const { Users = [], IsTruncated, Marker } = await iam.listUsers(input);
  return {
    known: Users.map(({ UserId, UserName }) => ({ id: UserId, name: UserName })),
    next: IsTruncated ? Marker : undefined,
  };
}
