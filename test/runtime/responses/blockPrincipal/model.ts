import { coded } from "../../../../runtime/lib/errors";

/** A credential of a modelled user. */
export interface ModelCredential {
  id: string;
  status: "Active" | "Inactive" | "Expired";
}

/** A role or user as IAM stores it. */
export interface Identity {
  path: string;
  id: string;
  tags: Record<string, string>;
  boundary?: string;
  attached: string[];
  /** Roles only. */
  trust: object;
  profiles: string[];
  /** Users only. */
  keys: ModelCredential[];
  service: ModelCredential[];
  ssh: ModelCredential[];
  certificates: ModelCredential[];
  password: boolean;
  devices: number;
}

export interface Version {
  id: string;
  document: string;
  isDefault: boolean;
}

/** The IAM of one account. */
export interface World {
  partition: string;
  account: string;
  roles: Record<string, Identity>;
  users: Record<string, Identity>;
  /** Customer managed policies by ARN. */
  policies: Record<string, Version[]>;
  quota: number;
  /** How many customer managed policies the account may have. */
  policyQuota?: number;
}

/** Which session makes a call. */
export type Session = "main" | "write";

/** What the product called, in order. */
export interface Request {
  operation: string;
  input: any;
  session?: Session;
}

export interface IamModel {
  world: World;
  requests: Request[];
  iam: any;
  /** IAM with the second session, and CloudTrail if there is one. */
  policies: any;
  trail?: any;
  /** How many calls do not find a new policy yet: IAM propagates changes with a delay. */
  lag: number;
  /** What the product has saved of the state before its first change. */
  saved?: any;
  /** Someone else who acts after a call. */
  after?: (request: Request, world: World) => void;
  /** Calls that are refused, by operation, with the code. */
  refused: Record<string, string>;
}

/**
 * The part of IAM that blocking uses, strict: what IAM refuses throws the same code. Documents come back encoded, lists in pages
 * of two. Policy names are unique whatever their path and case.
 */
export function iamWith(world: World): IamModel {
  const model: IamModel = {
    world: structuredClone(world),
    requests: [],
    iam: {},
    policies: {},
    lag: 0,
    refused: {},
  };
  const unseen: Record<string, number> = {};
  for (const [operation, act] of Object.entries(operations)) {
    const method = operation.charAt(0).toLowerCase() + operation.slice(1);
    const call = (session: Session) => async (input: any) => {
      model.requests.push({ operation, input, ...(session === "write" && { session }) });
      if (model.refused[operation]) throw coded(model.refused[operation], operation);
      const named = input.PolicyArn ?? input.PermissionsBoundary;
      if (operation !== "DeletePolicy" && (unseen[named] ?? 0) > 0) {
        unseen[named]!--;
        throw missing(named);
      }
      const answer: any = act(model.world, input);
      if (operation === "CreatePolicy") unseen[answer.Policy.Arn] = model.lag;
      model.after?.({ operation, input }, model.world);
      return structuredClone(answer);
    };
    model.iam[method] = call("main");
    model.policies[method] = call("write");
  }
  return model;
}

/** The clients of both sessions, which change this very world. */
export function clientsOn(world: World): Pick<IamModel, "iam" | "policies"> {
  const model = iamWith(world);
  model.world = world;
  return model;
}

/** Whether an IAM operation only reads. */
export const isRead = (operation: string) => /^(Get|List)/.test(operation);

const missing = (what: string) => coded("NoSuchEntityException", `${what} not found`);

function roleOf(world: World, { RoleName }: any): Identity {
  const found = world.roles[RoleName];
  if (!found) throw missing(`role ${RoleName}`);
  return found;
}

function userOf(world: World, { UserName }: any): Identity {
  const found = world.users[UserName];
  if (!found) throw missing(`user ${UserName}`);
  return found;
}

function changeableRole(world: World, input: any): Identity {
  const role = roleOf(world, input);
  if (/^\/aws-(reserved|service-role)\//.test(role.path)) throw coded("UnmodifiableEntityException", role.path);
  return role;
}

function versionsOf(world: World, { PolicyArn }: any): Version[] {
  const found = world.policies[PolicyArn];
  if (!found) throw missing(`policy ${PolicyArn}`);
  return found;
}

function assertPolicy(world: World, arn: string): void {
  if (arn.startsWith(`arn:${world.partition}:iam::aws:policy/`)) return;
  if (!world.policies[arn]) throw missing(`policy ${arn}`);
}

function assertDocument(document: string): void {
  JSON.parse(document);
  if (document.replace(/\s/g, "").length > 6144) throw coded("LimitExceededException", "policy size");
}

function page<Item>(items: Item[], { Marker }: any, key: string): object {
  const start = Number(Marker ?? 0);
  const end = start + 2;
  return { [key]: items.slice(start, end), ...(end < items.length && { IsTruncated: true, Marker: String(end) }) };
}

const attach = (world: World, identity: Identity, arn: string) => {
  assertPolicy(world, arn);
  if (identity.attached.includes(arn)) return {};
  if (identity.attached.length >= world.quota) throw coded("LimitExceededException", "attached policies");
  identity.attached.push(arn);
  return {};
};

const detach = (identity: Identity, arn: string) => {
  if (!identity.attached.includes(arn)) throw missing(`attachment of ${arn}`);
  identity.attached = identity.attached.filter((item) => item !== arn);
  return {};
};

const bound = (world: World, identity: Identity, arn: string) => {
  assertPolicy(world, arn);
  identity.boundary = arn;
  return {};
};

const unbound = (identity: Identity) => {
  if (!identity.boundary) throw missing("boundary");
  delete identity.boundary;
  return {};
};

function setStatus(list: ModelCredential[], id: string, status: ModelCredential["status"]): object {
  const found = list.find((item) => item.id === id);
  if (!found) throw missing(`credential ${id}`);
  found.status = status;
  return {};
}

const described = (world: World, kind: string, name: string, identity: Identity) => ({
  Path: identity.path,
  Arn: `arn:${world.partition}:iam::${world.account}:${kind}${identity.path}${name}`,
  Tags: Object.entries(identity.tags).map(([Key, Value]) => ({ Key, Value })),
  ...(identity.boundary && { PermissionsBoundary: { PermissionsBoundaryArn: identity.boundary } }),
});

const attachedOf = (identity: Identity, input: any) =>
  page(
    identity.attached.map((PolicyArn) => ({ PolicyArn })),
    input,
    "AttachedPolicies",
  );

const operations: Record<string, (world: World, input: any) => object> = {
  GetAccountSummary: ({ quota, policies, policyQuota = 1500 }) => ({
    SummaryMap: {
      AttachedPoliciesPerRoleQuota: quota,
      AttachedPoliciesPerUserQuota: quota,
      Policies: Object.keys(policies).length,
      PoliciesQuota: policyQuota,
    },
  }),
  GetRole(world, input) {
    const role = roleOf(world, input);
    const AssumeRolePolicyDocument = encodeURIComponent(JSON.stringify(role.trust));
    return { Role: { ...described(world, "role", input.RoleName, role), RoleId: role.id, AssumeRolePolicyDocument } };
  },
  GetUser(world, input) {
    const user = userOf(world, input);
    return { User: { ...described(world, "user", input.UserName, user), UserId: user.id } };
  },
  ListAttachedRolePolicies: (world, input) => attachedOf(roleOf(world, input), input),
  ListAttachedUserPolicies: (world, input) => attachedOf(userOf(world, input), input),
  ListInstanceProfilesForRole: (world, input) =>
    page(
      roleOf(world, input).profiles.map((InstanceProfileName) => ({ InstanceProfileName })),
      input,
      "InstanceProfiles",
    ),
  GetLoginProfile(world, input) {
    if (!userOf(world, input).password) throw missing("login profile");
    return {};
  },
  DeleteLoginProfile(world, input) {
    const user = userOf(world, input);
    if (!user.password) throw missing("login profile");
    user.password = false;
    return {};
  },
  ListMFADevices: (world, input) =>
    page(
      Array.from({ length: userOf(world, input).devices }, (_, index) => ({ SerialNumber: `mfa-${index}` })),
      input,
      "MFADevices",
    ),
  ListAccessKeys: (world, input) =>
    page(
      userOf(world, input).keys.map(({ id, status }) => ({ AccessKeyId: id, Status: status })),
      input,
      "AccessKeyMetadata",
    ),
  ListServiceSpecificCredentials: (world, input) =>
    page(
      userOf(world, input).service.map(({ id, status }) => ({
        ServiceSpecificCredentialId: id,
        Status: status,
        ServiceName: "codecommit.amazonaws.com",
      })),
      input,
      "ServiceSpecificCredentials",
    ),
  ListSSHPublicKeys: (world, input) =>
    page(
      userOf(world, input).ssh.map(({ id, status }) => ({ SSHPublicKeyId: id, Status: status })),
      input,
      "SSHPublicKeys",
    ),
  ListSigningCertificates: (world, input) =>
    page(
      userOf(world, input).certificates.map(({ id, status }) => ({ CertificateId: id, Status: status })),
      input,
      "Certificates",
    ),
  UpdateAccessKey: (world, input) => setStatus(userOf(world, input).keys, input.AccessKeyId, input.Status),
  UpdateServiceSpecificCredential: (world, input) =>
    setStatus(userOf(world, input).service, input.ServiceSpecificCredentialId, input.Status),
  UpdateSSHPublicKey: (world, input) => setStatus(userOf(world, input).ssh, input.SSHPublicKeyId, input.Status),
  UpdateSigningCertificate: (world, input) =>
    setStatus(userOf(world, input).certificates, input.CertificateId, input.Status),
  AttachRolePolicy: (world, input) => attach(world, changeableRole(world, input), input.PolicyArn),
  AttachUserPolicy: (world, input) => attach(world, userOf(world, input), input.PolicyArn),
  DetachRolePolicy: (world, input) => detach(changeableRole(world, input), input.PolicyArn),
  DetachUserPolicy: (world, input) => detach(userOf(world, input), input.PolicyArn),
  PutRolePermissionsBoundary: (world, input) => bound(world, changeableRole(world, input), input.PermissionsBoundary),
  PutUserPermissionsBoundary: (world, input) => bound(world, userOf(world, input), input.PermissionsBoundary),
  DeleteRolePermissionsBoundary: (world, input) => unbound(changeableRole(world, input)),
  DeleteUserPermissionsBoundary: (world, input) => unbound(userOf(world, input)),
  GetPolicy(world, { PolicyArn }) {
    assertPolicy(world, PolicyArn);
    return { Policy: { Arn: PolicyArn } };
  },
  ListPolicyVersions: (world, input) =>
    page(
      versionsOf(world, input).map(({ id, isDefault }) => ({ VersionId: id, IsDefaultVersion: isDefault })),
      input,
      "Versions",
    ),
  GetPolicyVersion(world, input) {
    const version = versionsOf(world, input).find(({ id }) => id === input.VersionId);
    if (!version) throw missing(`version ${input.VersionId}`);
    return { PolicyVersion: { Document: encodeURIComponent(version.document) } };
  },
  CreatePolicy(world, { PolicyName, Path, PolicyDocument }) {
    const arn = `arn:${world.partition}:iam::${world.account}:policy${Path}${PolicyName}`;
    const isTaken = (other: string) => other.toLowerCase().endsWith(`/${PolicyName}`.toLowerCase());
    if (Object.keys(world.policies).some(isTaken)) throw coded("EntityAlreadyExistsException", arn);
    if (Object.keys(world.policies).length >= (world.policyQuota ?? 1500)) throw coded("LimitExceededException", arn);
    assertDocument(PolicyDocument);
    world.policies[arn] = [{ id: "v1", document: PolicyDocument, isDefault: true }];
    return { Policy: { Arn: arn } };
  },
  ListPolicies: (world, input) =>
    page(
      Object.keys(world.policies)
        .filter((arn) => arn.slice(arn.indexOf(":policy") + 7).startsWith(input.PathPrefix))
        .map((Arn) => ({ Arn })),
      input,
      "Policies",
    ),
  DeletePolicyVersion(world, input) {
    const versions = versionsOf(world, input);
    const at = versions.findIndex(({ id }) => id === input.VersionId);
    if (at < 0) throw missing(`version ${input.VersionId}`);
    if (versions[at]!.isDefault) throw coded("DeleteConflictException", "the default version");
    versions.splice(at, 1);
    return {};
  },
  DeletePolicy(world, input) {
    const users = [...Object.values(world.roles), ...Object.values(world.users)];
    const used = users.some(({ attached, boundary }) => [...attached, boundary].includes(input.PolicyArn));
    if (versionsOf(world, input).length > 1 || used) throw coded("DeleteConflictException", input.PolicyArn);
    delete world.policies[input.PolicyArn];
    return {};
  },
};

/** The operations that the model knows. */
export const knownOperations = Object.keys(operations);

const documentAt = (world: World, arn = "") =>
  JSON.parse(world.policies[arn]?.find(({ isDefault }) => isDefault)?.document ?? "{}");

/**
 * Whether IAM denies everything to the actor, judged by the stored policies alone: AWSDenyAll, attached or as boundary, or
 * a statement of an attached policy or of the boundary that denies this aws:userid, this pod or this time of issue. An explicit deny wins
 * wherever it is (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function isDeniedBy(
  world: World,
  identity: Identity,
  who: { userid: string; issuedAt?: string; pod?: string },
): boolean {
  const policies = [...identity.attached, ...(identity.boundary ? [identity.boundary] : [])];
  if (policies.includes(`arn:${world.partition}:iam::aws:policy/AWSDenyAll`)) return true;
  const statements = policies.flatMap((arn) => [documentAt(world, arn).Statement ?? []].flat());
  return statements.some((statement: any) => {
    if (statement.Effect !== "Deny" || statement.Action !== "*" || statement.Resource !== "*") return false;
    const { StringEquals, DateLessThan } = statement.Condition ?? {};
    const own: Record<string, string | undefined> = {
      "aws:userid": who.userid,
      "aws:PrincipalTag/kubernetes-pod-uid": who.pod,
    };
    if (!Object.entries(StringEquals ?? {}).every(([key, values]) => [values].flat().includes(own[key]))) return false;
    if (!DateLessThan) return true;
    const before = DateLessThan["aws:TokenIssueTime"];
    return who.issuedAt !== undefined && Date.parse(who.issuedAt) < Date.parse(before);
  });
}

/** Whether a boundary allows anything besides what it denies; without a boundary everything may be allowed. */
export function isLimitedTo(world: World, identity: Identity): "everything" | "less" {
  if (!identity.boundary) return "everything";
  const open = [documentAt(world, identity.boundary).Statement ?? []]
    .flat()
    .some((item: any) => item.Effect === "Allow" && item.Action === "*" && item.Resource === "*" && !item.Condition);
  return open ? "everything" : "less";
}

/** The attached policies of the account that allow something. */
export function grantsOf(world: World, identity: Identity): string[] {
  return identity.attached.filter((arn) =>
    [documentAt(world, arn).Statement ?? []].flat().some((item: any) => item.Effect === "Allow"),
  );
}
