import type { IAM } from "@aws-sdk/client-iam";
import type { Target } from "../model/target";
import { adviceOn } from "./principalAdvice";
import type { FindingKind, LookUp, ResourceType, TagAccess } from "./resourceType";
import { tagRecord } from "./tagRecord";

/** Users, roles and their keys as findings name them: by several ids at once. A person names one as `role/NAME` or `user/NAME`. */
export const principal: FindingKind = {
  kind: "iam-principal",
  names: {
    guardDuty: ["AccessKey"],
    config: ["AWS::IAM::AccessKey", "AWS::IAM::Role", "AWS::IAM::User"],
    asff: ["AwsIamAccessKey", "AwsIamRole", "AwsIamUser"],
  },
  isId: (text) => /^(role|user)\/[\w+=,.@-]{1,64}$/.test(text),
  idForm: "role/NAME or user/NAME",
  consolePage(id) {
    const [kind, name = ""] = id.split("/");
    return kind === "user" ? user.consolePage(name) : role.consolePage(name);
  },
};

/** Names are unique in an account regardless of the path, but the ARN has the path, which findings lack. */
const arns = (kind: string) => [
  `arn:{partition}:iam::{account}:${kind}/{target}`,
  `arn:{partition}:iam::{account}:${kind}/*/{target}`,
];

const access = (kind: string, name: "Role" | "User"): Pick<TagAccess, "clients" | "reading" | "writing"> => ({
  clients: ["iam"],
  reading: { sid: `Read${name}s`, actions: [`iam:Get${name}`], resources: arns(kind) },
  writing: { sid: `Tag${name}s`, actions: [`iam:Tag${name}`, `iam:Untag${name}`], resources: arns(kind) },
});

/** How a role or user is found by its unique id; GetRole and GetUser take names only. */
const lookUp = (kind: "role" | "user"): LookUp => ({
  permission: {
    sid: "ResolvePrincipals",
    actions: ["iam:ListRoles", "iam:ListUsers"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these actions",
    phase: "resolve",
  },
  isNeeded: ({ id, details }) => details?.["uniqueId"] === id,
  async find({ iam }, target: Target) {
    const { id, accountId, details } = target;
    const name = await nameOf(iam!, kind, id);
    if (name === undefined) return `no ${kind} of account ${accountId} has the id ${id}: it no longer exists`;
    const userType = kind === "role" ? "Role" : "IAMUser";
    const resource = { ...target, kind: principal.kind };
    const advice = adviceOn({ resource, principal: { userType, userName: name, principalId: id } });
    if (advice) return advice;
    const { region, partition } = target;
    const arn = (kind === "role" ? role : user).arn(target, name);
    return { kind: target.kind, id: name, accountId, region, partition, arn, ...(details && { details }) };
  },
});

const common = {
  findingKind: principal.kind,
  hasPath: true,
  isId: (text: string) => /^[\w+=,.@-]{1,64}$/.test(text),
  example: "shop",
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const role: ResourceType = {
  ...common,
  kind: "iam-role",
  noun: "role",
  names: { guardDuty: [], config: ["AWS::IAM::Role"], asff: ["AwsIamRole"] },
  inArn: "iam:role/",
  idForm: "the name of a role, without its path",
  arn: ({ partition, accountId }, id) => `arn:${partition}:iam::${accountId}:role/${id}`,
  consolePage: (id) => ["iam", `/roles/details/${id}`],
  tags: {
    ...access("role", "Role"),
    /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html; the live ARN has the path */
    async read({ iam }, { id }) {
      const { Arn, Tags } = (await iam!.getRole({ RoleName: id })).Role!;
      return { tags: tagRecord(Tags), ...(Arn && { arn: Arn }) };
    },
    async write({ iam }, { id }, { key, value }) {
      if (value === undefined) await iam!.untagRole({ RoleName: id, TagKeys: [key] });
      else await iam!.tagRole({ RoleName: id, Tags: [{ Key: key, Value: value }] });
    },
  },
  lookUp: lookUp("role"),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const user: ResourceType = {
  ...common,
  kind: "iam-user",
  noun: "user",
  names: { guardDuty: [], config: ["AWS::IAM::User"], asff: ["AwsIamUser"] },
  inArn: "iam:user/",
  idForm: "the name of a user, without its path",
  arn: ({ partition, accountId }, id) => `arn:${partition}:iam::${accountId}:user/${id}`,
  consolePage: (id) => ["iam", `/users/details/${id}`],
  tags: {
    ...access("user", "User"),
    /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
    async read({ iam }, { id }) {
      const { Arn, Tags } = (await iam!.getUser({ UserName: id })).User!;
      return { tags: tagRecord(Tags), ...(Arn && { arn: Arn }) };
    },
    async write({ iam }, { id }, { key, value }) {
      if (value === undefined) await iam!.untagUser({ UserName: id, TagKeys: [key] });
      else await iam!.tagUser({ UserName: id, Tags: [{ Key: key, Value: value }] });
    },
  },
  lookUp: lookUp("user"),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: at most 1,000 a page, so one to five calls. */
async function nameOf(iam: IAM, kind: "role" | "user", id: string): Promise<string | undefined> {
  let Marker: string | undefined;
  do {
    const { known, next } = await page(iam, kind, { MaxItems: 1000, ...(Marker && { Marker }) });
    const found = known.find((item) => item.id === id);
    if (found) return found.name;
    Marker = next;
  } while (Marker);
  return undefined;
}

async function page(iam: IAM, kind: "role" | "user", input: { MaxItems: number; Marker?: string }) {
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
