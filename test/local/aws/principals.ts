import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { region, testAws } from "./instance";

/** Access key and secret, and the token of temporary credentials. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** One statement of a policy. */
export type Statement = Record<string, unknown>;

/** The settings of an SDK client for the local AWS. */
export interface ClientSettings {
  endpoint: string;
  region: string;
  credentials: Credentials;
  maxAttempts: number;
}

/** The settings of a client that acts with `credentials`, or as the root user of an account if given an account id. */
export async function as(credentials: Credentials | string): Promise<ClientSettings> {
  const { endpoint } = await testAws();
  const given = typeof credentials === "string" ? { accessKeyId: credentials, secretAccessKey: "local" } : credentials;
  return { endpoint, region, credentials: given, maxAttempts: 1 };
}

let count = 0;

/** A name that no other test uses. */
export function unique(prefix: string): string {
  count += 1;
  return `${prefix}-${count}`;
}

/** A policy document as JSON. */
export function policy(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A statement that allows. */
export function allow(action: string | string[], resource: string | string[] = "*", condition?: object): Statement {
  return { Effect: "Allow", Action: action, Resource: resource, ...(condition && { Condition: condition }) };
}

/** A statement that denies. */
export function deny(action: string | string[], resource: string | string[] = "*", condition?: object): Statement {
  return { Effect: "Deny", Action: action, Resource: resource, ...(condition && { Condition: condition }) };
}

/** A trust policy for AWS principals or, with a name like `lambda.amazonaws.com`, for a service. */
export function trust(principal: string | string[], condition?: object): string {
  const service = typeof principal === "string" && principal.endsWith(".amazonaws.com");
  return policy({
    Effect: "Allow",
    Principal: service ? { Service: principal } : { AWS: principal },
    Action: service ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    ...(condition && { Condition: condition }),
  });
}

/** How to create a role. */
export interface RoleOptions {
  trust?: string;
  statements?: Statement[];
  managed?: string[];
  boundary?: string;
  path?: string;
  tags?: Record<string, string>;
}

/** Creates a role in an account and returns its ARN. It trusts its own account unless told otherwise. */
export async function role(account: string, options: RoleOptions = {}): Promise<string> {
  const iam = new IAMClient(await as(account));
  const RoleName = unique("role");
  const created = await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: options.path,
      PermissionsBoundary: options.boundary,
      AssumeRolePolicyDocument: options.trust ?? trust(`arn:aws:iam::${account}:root`),
      Tags: Object.entries(options.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  if (options.statements) {
    const PolicyDocument = policy(...options.statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "inline", PolicyDocument }));
  }
  for (const PolicyArn of options.managed ?? []) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return created.Role!.Arn!;
}

/** Creates a user with an access key and these permissions. */
export async function user(account: string, ...statements: Statement[]): Promise<Credentials & { name: string }> {
  const iam = new IAMClient(await as(account));
  const UserName = unique("user");
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length > 0) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "inline", PolicyDocument: policy(...statements) }));
  }
  const key = (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey!;
  return { name: UserName, accessKeyId: key.AccessKeyId!, secretAccessKey: key.SecretAccessKey! };
}

/** Assumes a role as `caller` (credentials, or the id of an account whose root user calls). */
export async function assume(
  roleArn: string,
  caller: Credentials | string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Credentials> {
  const sts = new STSClient(await as(caller));
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test", ...more }));
  const given = answer.Credentials!;
  return {
    accessKeyId: given.AccessKeyId!,
    secretAccessKey: given.SecretAccessKey!,
    sessionToken: given.SessionToken,
  };
}

/** A session of a new role of the account with exactly these permissions. */
export async function session(account: string, ...statements: Statement[]): Promise<Credentials> {
  return assume(await role(account, { statements }), account);
}

const refusals = [
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "AuthorizationError",
  "AuthorizationErrorException",
];

/** "allowed" or "refused". Any other error is thrown: a call that fails for another reason proves nothing. */
export async function outcome(call: Promise<unknown>): Promise<"allowed" | "refused"> {
  try {
    await call;
    return "allowed";
  } catch (error) {
    if (refusals.includes((error as Error).name)) return "refused";
    throw error;
  }
}

/** The name of the error with which a call fails; undefined if it succeeds. */
export async function errorName(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}
