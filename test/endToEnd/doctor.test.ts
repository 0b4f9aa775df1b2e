import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigService } from "@aws-sdk/client-config-service";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { after, before, describe, it } from "mocha";
import { destroy, up } from "../../local/engine/stack";
import { accounts, region, rootOf, secondRegion, stranger } from "../../local/world/accounts";
import { start } from "../../local/world/toolProcess";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import type { Result } from "../../runtime/doctor/result";
import type { Watched } from "../../runtime/doctor/watch";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { until } from "./until";
import { deployedWorld, rolePath } from "./world";

const { security, payments, website } = accounts;

/** Other tests of the same world leave dead letters, findings that could not be sent and alarms behind. */
const leftByOthers: Result["check"][] = ["queues", "alarms"];

describe("end to end: firebreak doctor", () => {
  let world: World;
  let folder: string;
  /** The queue that receives all notices. */
  let inbox: string;
  let analyst: Awaited<ReturnType<typeof userWith>>;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-doctor-"));
    world = await deployedWorld();
    analyst = await userWith(world, "doctor", JSON.parse(world.master.operatorPolicy).Statement);
    // The stack says that it is on.
    const hub = new SecurityHub(rootOf(security.id, world.endpoint));
    await hub.describeHub({}).catch(() => hub.enableSecurityHub({ EnableDefaultStandards: false }));
    // Otherwise nobody is notified, which would be a fault.
    inbox = await subscribe(world);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs the tool in its own process, as an operator; what other tests leave behind does not count. */
  async function doctor(...argv: string[]): Promise<{ code: number; accounts: string[]; results: Result[] }> {
    const { code, out, err } = await start(["doctor", "--json", ...argv], folder, {
      AWS_ENDPOINT_URL: world.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: analyst.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: analyst.credentials.secretAccessKey,
    });
    assert.ok(code !== 2 && out !== "", err);
    return { code, ...JSON.parse(out) };
  }

  const notWell = (results: Result[]) =>
    results
      .filter(({ status, check, subject }) => {
        const isLeft = leftByOthers.includes(check) || subject === "firebreak-forwarding-dead";
        return status !== "ok" && !(status === "warning" && isLeft);
      })
      .map(({ account, region: at, check, subject, status, says }) => ({ account, at, check, subject, status, says }));
  const short = (results: Result[]) =>
    notWell(results).map(({ account, at, check, subject, status }) => [status, account, at, check, subject]);

  it("F45 M44: finds every account of the organization, including the security account, covered as deployed", async () => {
    const { code, accounts: examined, results } = await doctor();
    assert.deepEqual([...examined].sort(), [security.id, payments.id, website.id]);
    // payments is deliberately in the home Region only, and no stack covers all enabled Regions (Y10).
    const wrong = notWell(results);
    assert.deepEqual(
      short(results),
      [
        ["warning", security.id, undefined, "forwarding", "Regions"],
        ["warning", payments.id, secondRegion, "forwarding", secondRegion],
        ["warning", payments.id, undefined, "forwarding", "Regions"],
        ["warning", website.id, undefined, "forwarding", "Regions"],
      ],
      JSON.stringify(wrong, undefined, 1),
    );
    assert.match(wrong.at(-1)!.says, /The account can use .*us-west-2.* never reach the security account/);
    assert.equal(code, 0);
    const arrived = results.filter(({ check, status }) => check === "delivery" && status === "ok");
    assert.deepEqual(
      arrived.map((result) => `${result.account} ${result.region}`).sort(),
      [
        `${security.id} ${region}`,
        `${security.id} ${secondRegion}`,
        `${payments.id} ${region}`,
        `${website.id} ${region}`,
        `${website.id} ${secondRegion}`,
      ].sort(),
    );
  });

  it("Y13: finds a disabled rule, a changed role, what blinds GuardDuty and a stopped recorder, each where it is, and none once they are restored", async () => {
    const as = rootOf(website.id, world.endpoint);
    const [events, iam, config] = [new EventBridge(as), new IAM(as), new ConfigService(as)];
    const RoleName = "Security-IR-Role-isolate-instance";
    const PolicyName = "isolate-instance";
    const document = decodeURIComponent((await iam.getRolePolicy({ RoleName, PolicyName })).PolicyDocument!);
    const parsed = JSON.parse(document);
    const guardDuty = new GuardDuty(as);
    const DetectorId = (await guardDuty.listDetectors({})).DetectorIds![0]!;
    const list = { DetectorId, Format: "TXT", Location: "s3://lists/offices.txt", Activate: true } as const;
    const fewer = JSON.stringify({ ...parsed, Statement: parsed.Statement.slice(1) });
    await events.disableRule({ Name: "firebreak-forwarding" });
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: fewer });
    const { IpSetId } = await guardDuty.createIPSet({ ...list, Name: "offices" });
    const { TrustedEntitySetId } = await guardDuty.createTrustedEntitySet({ ...list, Name: "partners" });
    const FindingCriteria = { Criterion: { severity: { Gte: 1 } } };
    await guardDuty.createFilter({ DetectorId, Name: "noise", Action: "ARCHIVE", FindingCriteria });
    await guardDuty.createFilter({ DetectorId, Name: "view", Action: "NOOP", FindingCriteria });
    const { ConfigurationRecorders } = await config.describeConfigurationRecorders({});
    const ResourceArn = ConfigurationRecorders![0]!.arn!;
    // Without an exception restore-guardrail starts it again.
    const exception = { Key: "SecurityException", Value: "is moved today" };
    await config.tagResource({ ResourceArn, Tags: [exception] });
    await config.stopConfigurationRecorder({ ConfigurationRecorderName: "default" });
    const here = ["--account", website.id, "--region", region];
    try {
      const { code, results } = await doctor(...here);
      assert.equal(code, 1);
      assert.deepEqual(short(results), [
        ["fault", website.id, undefined, "roles", RoleName],
        ["fault", website.id, region, "forwarding", "firebreak-forwarding"],
        ["warning", website.id, region, "guardduty", "filter noise"],
        ["warning", website.id, region, "guardduty", "trusted list offices"],
        ["warning", website.id, region, "guardduty", "trusted list partners"],
        ["fault", website.id, region, "config", "recorder"],
      ]);
      assert.match(notWell(results)[0]!.says, /the statement Read is missing/);
    } finally {
      await events.enableRule({ Name: "firebreak-forwarding" });
      await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: document });
      await guardDuty.deleteIPSet({ DetectorId, IpSetId });
      await guardDuty.deleteTrustedEntitySet({ DetectorId, TrustedEntitySetId });
      for (const FilterName of ["noise", "view"]) await guardDuty.deleteFilter({ DetectorId, FilterName });
      await config.startConfigurationRecorder({ ConfigurationRecorderName: "default" });
      await config.untagResource({ ResourceArn, TagKeys: [exception.Key] });
    }
    const again = await doctor(...here);
    assert.deepEqual([again.code, short(again.results)], [0, []]);
  });

  /** Lets the doctor listen to all accounts, as its schedule does. */
  async function watch(): Promise<Watched> {
    const lambda = new Lambda(rootOf(security.id, world.endpoint));
    const Payload = JSON.stringify({ command: "watch" });
    const answer = await lambda.invoke({ FunctionName: "firebreak-doctor", Qualifier: "scheduled", Payload });
    const watched = JSON.parse(Buffer.from(answer.Payload!).toString());
    assert.equal(answer.FunctionError, undefined, JSON.stringify(watched));
    return watched;
  }

  it("Y13: a watch hears every covered place; a disabled rule is notified once as silence, and once when it is heard again", async () => {
    const first = await watch();
    assert.deepEqual([first.accounts, first.silent, first.uncovered], [3, [], []]);
    const events = new EventBridge(rootOf(website.id, world.endpoint));
    await events.disableRule({ Name: "firebreak-forwarding" });
    const silent = [`${website.id}/${region}`];
    try {
      assert.deepEqual((await watch()).silent, silent);
    } finally {
      await events.enableRule({ Name: "firebreak-forwarding" });
    }
    assert.deepEqual((await watch()).silent, []);
    const subjects = (await drain(world, inbox, 50, 5)).map((message) => message.Body!.split("\n")[0]!);
    assert.deepEqual(
      subjects.filter((line) => line.startsWith("Silent") || line.startsWith("Heartbeat")),
      [
        `Silent: ${website.id} in ${region}: a test event did not arrive.`,
        `Heartbeat restored: ${website.id} in ${region}.`,
      ],
    );
  });

  it("L22: a new account is noticed by its event, notified once with the command, counted, and nothing more is said when it is deployed", async () => {
    const organizations = new Organizations(rootOf(security.id, world.endpoint, "us-east-1"));
    await watch();
    await letSettle();
    await watch();
    await drain(world, inbox, 50, 3);
    const Tags = [{ Key: "local-aws:account-id", Value: stranger }];
    await organizations.createAccount({ AccountName: "late", Email: "late@example.com", Tags });
    const stack = { ...world.stacks.payments, name: "service-late", config: await stackFileFor(stranger) };
    stack.environment = { ...stack.environment, AWS_ACCESS_KEY_ID: stranger };
    try {
      // The event arrives before any watch compares the accounts.
      await until(async () => (await members()).some(({ sk, pending }) => sk === stranger && pending === "new"));
      assert.deepEqual((await watch()).uncovered, []);
      await letSettle();
      assert.deepEqual((await watch()).uncovered, [stranger]);
      assert.deepEqual((await watch()).uncovered, [stranger]);
      const told = (await drain(world, inbox, 50, 5)).map(({ Body }) => Body!);
      assert.equal(told.filter((text) => text.includes(stranger)).length, 1, told.join("\n\n"));
      const [notice] = told.filter((text) => text.includes(stranger));
      assert.match(notice!, new RegExp(`Not covered: ${stranger} in r-\\w+\\.`));
      assert.match(notice!, new RegExp(`fleet up --only service-${stranger}`));
      assert.deepEqual((await counted()).slice(-2), [1, 1]);
      await up(stack);
      assert.deepEqual((await watch()).uncovered, []);
      assert.deepEqual((await counted()).at(-1), 0);
      const later = (await drain(world, inbox, 50, 5)).map(({ Body }) => Body!);
      assert.deepEqual(
        later.filter((text) => text.includes("Not covered")),
        [],
      );
    } finally {
      await destroy(stack);
      await organizations.removeAccountFromOrganization({ AccountId: stranger });
    }
    await watch();
    const gone = (await drain(world, inbox, 50, 5)).map(({ Body }) => Body!);
    assert.equal(gone.filter((text) => text.includes(`No longer examined: ${stranger}, because it left`)).length, 1);
  });

  /** What the doctor knows of the organization's accounts. */
  async function members(): Promise<Record<string, any>[]> {
    const { Items = [] } = await new DynamoDB(rootOf(security.id, world.endpoint)).query({
      TableName: world.master.journalTable,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "members" } },
    });
    return Items.map((item) => unmarshall(item));
  }

  /** Lets the time pass after which a change has settled. */
  async function letSettle(): Promise<void> {
    const db = new DynamoDB(rootOf(security.id, world.endpoint));
    for (const { pk, sk } of await members()) {
      await db.updateItem({
        TableName: world.master.journalTable,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: "SET since = :since",
        ExpressionAttributeValues: { ":since": { S: new Date(Date.now() - 3_600_000).toISOString() } },
      });
    }
  }

  /** The values of the metric so far, as the function's log has them. */
  async function counted(): Promise<number[]> {
    const { events = [] } = await new CloudWatchLogs(rootOf(security.id, world.endpoint)).filterLogEvents({
      logGroupName: "/aws/lambda/firebreak-doctor",
      filterPattern: '"UncoveredAccounts"',
    });
    return events.map(({ message }) => JSON.parse(message!)["UncoveredAccounts"]);
  }

  /** The stack file of an account like payments. */
  async function stackFileFor(account: string): Promise<string> {
    const text = await readFile(String(world.stacks.payments.config), "utf8");
    const file = path.join(folder, "Pulumi.service-late.yaml");
    await writeFile(file, text.replace(/^(\s+firebreak:accountId:).*$/m, `$1 "${account}"`));
    return file;
  }

  it("M41: an account whose role cannot be assumed, such as with another prefix, is one fault; the others are still examined", async () => {
    const iam = new IAM(rootOf(payments.id, world.endpoint));
    const RoleName = "Security-IR-Role-doctor";
    const { Role } = await iam.getRole({ RoleName });
    const trust = decodeURIComponent(Role!.AssumeRolePolicyDocument!);
    // To a caller that a role does not trust, the role looks as if it did not exist.
    const other = trust.replace("firebreak-doctor", "other-doctor");
    await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: other });
    try {
      const { code, results } = await doctor("--region", region);
      assert.equal(code, 1);
      assert.deepEqual(short(results), [
        ["fault", payments.id, undefined, "entrance", `${rolePath.slice(1)}${RoleName}`],
      ]);
      assert.match(notWell(results)[0]!.says, /rolePrefix/);
    } finally {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust });
    }
  });

  it("X54: all of this uses roles with the path that the organization demands", async () => {
    for (const { id } of [security, payments, website]) {
      const { Roles = [] } = await new IAM(rootOf(id, world.endpoint)).listRoles({ MaxItems: 1000 });
      const own = Roles.filter(({ RoleName }) => /^(firebreak|Security-IR-Role)-/.test(RoleName!));
      assert.ok(own.length >= 14, `${own.length} roles`);
      for (const { Arn, Path } of own) assert.equal(Path, rolePath, Arn);
    }
  });

  it("finds a test event that does not arrive because the bus refuses the account", async () => {
    const events = new EventBridge(rootOf(security.id, world.endpoint));
    const Name = "firebreak-findings";
    const { Policy } = await events.describeEventBus({ Name });
    await events.putPermission({ EventBusName: Name, Policy: Policy!.replace(world.organizationId, "o-elsewhere1") });
    try {
      const { results } = await doctor("--account", website.id, "--region", region);
      assert.deepEqual(short(results), [["fault", website.id, region, "delivery", "test event"]]);
      const own = await doctor("--account", security.id, "--region", region);
      const bus = own.results.find(({ check, subject }) => check === "bus" && subject === Name);
      assert.equal(bus!.status, "fault", bus!.says);
    } finally {
      await events.putPermission({ EventBusName: Name, Policy: Policy! });
    }
  });
});
