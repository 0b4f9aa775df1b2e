import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { names } from "../components/shared/names";
import { accounts, region, rootOf } from "../local/world/accounts";
import { tagList } from "../local/world/tagList";
import { start } from "../local/world/toolProcess";
import { userWith } from "../local/world/users";
import type { World } from "../local/world/world";
import type { RoleState, RuleTarget } from "../runtime/doctor/observations";
import { readRule, readTargets } from "../runtime/doctor/readForwarding";
import { readRoles } from "../runtime/doctor/readRoles";
import type { Result } from "../runtime/doctor/result";

const { payments } = accounts;

/** The resources of an account's stack that the doctor checks: its roles and its forwarding rules. */
interface Covered {
  roles: Record<string, RoleState>;
  rules: Record<string, { pattern: string; targets: RuleTarget[] }>;
}

/** Reads what the doctor checks from a deployed account, to create the same in other accounts. */
export async function coveredAs(world: World): Promise<Covered> {
  const iam = new IAM(rootOf(payments.id, world.endpoint));
  const events = new EventBridge(rootOf(payments.id, world.endpoint));
  const { Roles = [] } = await iam.listRoles({ MaxItems: 1000 });
  const roleNames = Roles.map(({ RoleName }) => RoleName!);
  const ours = roleNames.filter((name) => /^(Security-IR-Role|firebreak)-/.test(name));
  const covered: Covered = { roles: {}, rules: {} };
  for (const [name, read] of Object.entries(await readRoles(iam, ours))) {
    if (!("value" in read) || !read.value) throw new Error(`the role ${name} could not be read`);
    covered.roles[name] = read.value;
  }
  for (const name of [names.forwarding, names.forwardingCalls]) {
    const { pattern } = await readRule(events, name);
    covered.rules[name] = { pattern, targets: await readTargets(events, name) };
  }
  return covered;
}

/** Creates the resources of a stack in an account. */
export async function cover(world: World, account: string, { roles, rules }: Covered): Promise<void> {
  const own = (text: string) => text.replaceAll(payments.id, account);
  const iam = new IAM(rootOf(account, world.endpoint));
  const events = new EventBridge(rootOf(account, world.endpoint));
  for (const [RoleName, { trust, policies, tags }] of Object.entries(roles)) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: own(trust), Tags: tagList(tags) });
    for (const [PolicyName, text] of Object.entries(policies)) {
      await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: own(text) });
    }
  }
  for (const [Name, { pattern, targets }] of Object.entries(rules)) {
    await events.putRule({ Name, EventPattern: pattern });
    const Targets = targets.map(({ arn, roleArn, dead }, index) => ({
      Id: `target-${index}`,
      Arn: arn,
      RoleArn: own(roleArn!),
      DeadLetterConfig: { Arn: own(dead!) },
    }));
    await events.putTargets({ Rule: Name, Targets });
  }
  iam.destroy();
  events.destroy();
}

/** The result of examining all accounts. */
export interface Examination {
  seconds: number;
  accounts: number;
  /** How many test events arrived. */
  arrived: number;
}

/** Runs the command as an operator, in its own process. */
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
