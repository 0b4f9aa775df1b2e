import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { accounts, region, rootOf } from "../local/world/accounts";
import { userWith } from "../local/world/users";
import type { World } from "../local/world/world";
import { inParallel } from "../runtime/doctor/inParallel";
import type { Result } from "../runtime/doctor/result";
import { start } from "../test/cli/process";

const { payments } = accounts;

/** What an account's stack makes that the doctor looks at: its roles, and the rules that forward. */
interface Covered {
  roles: { name: string; trust: string; policies: [string, string][]; tags: { Key: string; Value: string }[] }[];
  rules: { Name: string; EventPattern: string; targets: { Id: string; Arn: string; RoleArn: string }[] }[];
}

/** Takes over from a deployed account what the doctor looks at, so that others can be given the same. */
export async function coveredAs(world: World): Promise<Covered> {
  const iam = new IAM(rootOf(payments.id, world.endpoint));
  const events = new EventBridge(rootOf(payments.id, world.endpoint));
  const { Roles = [] } = await iam.listRoles({ MaxItems: 1000 });
  const names = Roles.map(({ RoleName }) => RoleName!).filter((name) => /^(Security-IR-Role|firebreak)-/.test(name));
  const roles = await inParallel(names, 5, async (name) => {
    const { Role } = await iam.getRole({ RoleName: name });
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: name });
    const policies = await inParallel(PolicyNames, 1, async (PolicyName): Promise<[string, string]> => {
      const { PolicyDocument } = await iam.getRolePolicy({ RoleName: name, PolicyName });
      return [PolicyName, decodeURIComponent(PolicyDocument!)];
    });
    const trust = decodeURIComponent(Role!.AssumeRolePolicyDocument!);
    return { name, trust, policies, tags: (Role!.Tags ?? []) as { Key: string; Value: string }[] };
  });
  const { Rules = [] } = await events.listRules({ NamePrefix: "firebreak-forwarding" });
  const rules = await inParallel(Rules, 1, async ({ Name, EventPattern }) => {
    const { Targets = [] } = await events.listTargetsByRule({ Rule: Name! });
    const targets = Targets.map(({ Id, Arn, RoleArn }) => ({ Id: Id!, Arn: Arn!, RoleArn: RoleArn! }));
    return { Name: Name!, EventPattern: EventPattern!, targets };
  });
  return { roles, rules };
}

/** Gives an account what its stack would make of it. */
export async function cover(world: World, account: string, { roles, rules }: Covered): Promise<void> {
  const own = (text: string) => text.replaceAll(payments.id, account);
  const iam = new IAM(rootOf(account, world.endpoint));
  const events = new EventBridge(rootOf(account, world.endpoint));
  for (const { name: RoleName, trust, policies, tags: Tags } of roles) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: own(trust), Tags });
    for (const [PolicyName, text] of policies) {
      await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: own(text) });
    }
  }
  for (const { Name, EventPattern, targets } of rules) {
    await events.putRule({ Name, EventPattern });
    const Targets = targets.map(({ Id, Arn, RoleArn }) => ({
      Id,
      Arn,
      RoleArn: own(RoleArn),
      DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:firebreak-forwarding-dead` },
    }));
    await events.putTargets({ Rule: Name, Targets });
  }
  iam.destroy();
  events.destroy();
}

/** How an examination of all accounts went. */
export interface Examination {
  seconds: number;
  accounts: number;
  /** Test events that arrived. */
  arrived: number;
}

/** Runs the command as an operator, in a process of its own. */
export async function examine(world: World): Promise<Examination> {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-bench-"));
  try {
    const { credentials } = await userWith(world, "analyst-bench", JSON.parse(world.master.operatorPolicy).Statement);
    const began = Date.now();
    const { out, err } = await start(["doctor", "--json", "--region", region], folder, {
      AWS_ENDPOINT_URL: world.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    const seconds = (Date.now() - began) / 1000;
    if (out === "") throw new Error(err);
    const answer: { accounts: string[]; results: Result[] } = JSON.parse(out);
    const arrived = answer.results.filter(({ check, status }) => check === "delivery" && status === "ok").length;
    return { seconds, accounts: answer.accounts.length, arrived };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
