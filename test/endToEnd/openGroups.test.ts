import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigService, type EvaluationResult } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import { Lambda } from "@aws-sdk/client-lambda";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf, stranger } from "../../local/world/accounts";
import { decisionsAbout } from "../../local/world/follow";
import { tagList } from "../../local/world/tagList";
import type { World } from "../../local/world/world";
import { openJournal } from "../../runtime/journal/dynamodb/journal";
import { deployedWorld, ec2In } from "./world";

const { security, website } = accounts;
const rule = "SECURITY_GROUP_OPEN_PROHIBITED";
const evaluator = "firebreak-open-groups";
const arn = (group: string) => `arn:aws:ec2:${region}:${website.id}:security-group/${group}`;

describe("end to end: the rule for open groups", () => {
  let world: World;
  let ec2: EC2;
  let config: ConfigService;
  let vpc: string;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "website");
    config = new ConfigService(rootOf(website.id, world.endpoint));
    vpc = (await ec2.createVpc({ CidrBlock: "172.31.0.0/16" })).Vpc!.VpcId!;
  });

  async function group(GroupName: string, sources: string[], tags: Record<string, string> = {}): Promise<string> {
    const Tags = tagList(tags);
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName,
      Description: GroupName,
      VpcId: vpc,
      ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "security-group", Tags }] }),
    });
    const IpRanges = sources.map((CidrIp) => ({ CidrIp }));
    const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges };
    if (sources.length > 0) await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [ssh] });
    return GroupId!;
  }

  async function resultOf(ResourceId: string): Promise<EvaluationResult | undefined> {
    const ResourceType = "AWS::EC2::SecurityGroup";
    const { EvaluationResults = [] } = await config.getComplianceDetailsByResource({ ResourceType, ResourceId });
    return EvaluationResults.find(
      (one) => one.EvaluationResultIdentifier?.EvaluationResultQualifier?.ConfigRuleName === rule,
    );
  }

  /** Waits until the group has this compliance; undefined for none at all. */
  async function becomes(id: string, compliance: string | undefined): Promise<EvaluationResult | undefined> {
    const deadline = Date.now() + 300_000;
    for (;;) {
      const result = await resultOf(id);
      if (result?.ComplianceType === compliance) return result;
      if (Date.now() > deadline) throw new Error(`${id} is ${JSON.stringify(result)} and not ${compliance}`);
      await sleep(200);
    }
  }

  const scheduledRun = () => config.startConfigRulesEvaluation({ ConfigRuleNames: [rule] });

  /** Invokes the function as Config does for a change, and returns its result or error. */
  async function changed(
    id: string,
    status = "OK",
    account: string = website.id,
    token = `local-aws:${rule}`,
    messageType = "ConfigurationItemChangeNotification",
  ): Promise<any> {
    const item = {
      configurationItemCaptureTime: new Date().toISOString(),
      configurationItemStatus: status,
      awsAccountId: account,
      awsRegion: region,
      resourceType: "AWS::EC2::SecurityGroup",
      resourceId: id,
    };
    const key = messageType.startsWith("Oversized") ? "configurationItemSummary" : "configurationItem";
    const event = {
      invokingEvent: JSON.stringify({ messageType, [key]: item }),
      ruleParameters: "{}",
      resultToken: token,
      eventLeftScope: false,
      configRuleArn: `arn:aws:config:${region}:${account}:config-rule/config-rule-1`,
      configRuleName: rule,
      configRuleId: "config-rule-1",
      accountId: account,
      version: "1.0",
    };
    const lambda = new Lambda(rootOf(security.id, world.endpoint));
    const answer = await lambda.invoke({ FunctionName: evaluator, Payload: JSON.stringify(event) });
    return JSON.parse(Buffer.from(answer.Payload!).toString());
  }

  it("A5 F10 F11 M18 M30: a scheduled run in a member account finds the internet split into two halves; the group is confined, and compliant in the next run", async () => {
    const open = await group("halves", ["0.0.0.0/1", "128.0.0.0/1"]);
    const closed = await group("office", ["203.0.113.0/24"]);
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: "branches",
      AddressFamily: "IPv4",
      MaxEntries: 1,
      Entries: [{ Cidr: "203.0.113.0/24" }],
    });
    const PrefixListIds = [{ PrefixListId: PrefixList!.PrefixListId! }];
    const viaList = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, PrefixListIds };
    await ec2.authorizeSecurityGroupIngress({ GroupId: closed, IpPermissions: [viaList] });
    await scheduledRun();
    const [decision] = await decisionsAbout(world, arn(open));
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const found = await becomes(open, "NON_COMPLIANT");
    assert.match(found!.Annotation!, /^Open to the public: tcp 22 from 0\.0\.0\.0\/1, tcp 22 from 128\.0\.0\.0\/1$/);
    await becomes(closed, "COMPLIANT");
    await scheduledRun();
    await becomes(open, "COMPLIANT");
    assert.equal((await decisionsAbout(world, arn(open))).length, 1);
  });

  it("F10: a group whose deletion went unnoticed loses its result in the next scheduled run", async () => {
    const id = await group("short-lived", []);
    await scheduledRun();
    await becomes(id, "COMPLIANT");
    await ec2.deleteSecurityGroup({ GroupId: id });
    await scheduledRun();
    await becomes(id, undefined);
  });

  it("Y9: the journal, not name and tag, decides whether a group is Firebreak's own; it may be open only during an isolation", async () => {
    const id = await group("firebreak-isolation-open-test", [], {
      "firebreak:isolation": "open",
      SecurityException: "a test of the rule",
    });
    const everything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges: [{ CidrIpv6: "::/0" }] };
    await ec2.authorizeSecurityGroupIngress({ GroupId: id, IpPermissions: [everything] });
    assert.deepEqual(await changed(id), { NON_COMPLIANT: 1 });
    const journal = openJournal(world.master.journalTable, rootOf(security.id, world.endpoint));
    const note = { accountId: website.id, region, vpcId: vpc, kind: "open" as const, groupId: id };
    await journal.noteIsolationGroups({ ...note, inUseUntil: Date.now() - 1 });
    assert.deepEqual(await changed(id), { NON_COMPLIANT: 1 });
    await journal.noteIsolationGroups({ ...note, inUseUntil: Date.now() + 600_000 });
    assert.deepEqual(await changed(id), { NOT_APPLICABLE: 1 });
    assert.equal(await resultOf(id), undefined);
  });

  it("F10 M30: a change, even one too large for its notification, is judged by the group's current state; a deleted group is not", async () => {
    const id = await group("everybody", ["0.0.0.0/0"], { SecurityException: "a test of the rule" });
    const oversized = "OversizedConfigurationItemChangeNotification";
    assert.deepEqual(await changed(id), { NON_COMPLIANT: 1 });
    assert.equal((await resultOf(id))?.ComplianceType, "NON_COMPLIANT");
    const { SecurityGroupRules } = await ec2.describeSecurityGroupRules({
      Filters: [{ Name: "group-id", Values: [id] }],
    });
    const rules = SecurityGroupRules!.filter((one) => !one.IsEgress).map((one) => one.SecurityGroupRuleId!);
    await ec2.revokeSecurityGroupIngress({ GroupId: id, SecurityGroupRuleIds: rules });
    assert.deepEqual(await changed(id, "OK", website.id, `local-aws:${rule}`, oversized), { COMPLIANT: 1 });
    assert.equal((await resultOf(id))?.ComplianceType, "COMPLIANT");
    assert.deepEqual(await changed(id, "ResourceDeleted"), { NOT_APPLICABLE: 1 });
    assert.equal(await resultOf(id), undefined);
  });

  it("the security account's own groups are judged too", async () => {
    const own = ec2In(world, "security");
    const { VpcId } = (await own.createVpc({ CidrBlock: "10.99.0.0/16" })).Vpc!;
    const { GroupId } = await own.createSecurityGroup({ GroupName: "own", Description: "own", VpcId });
    assert.deepEqual(await changed(GroupId!, "OK", security.id), { COMPLIANT: 1 });
  });

  it("an account outside the organization cannot use the function, and the function cannot enter it", async () => {
    const outside = new ConfigService(rootOf(stranger, world.endpoint));
    const ConfigRule = {
      ConfigRuleName: rule,
      Source: {
        Owner: "CUSTOM_LAMBDA" as const,
        SourceIdentifier: `arn:aws:lambda:${region}:${security.id}:function:${evaluator}`,
        SourceDetails: [
          { EventSource: "aws.config" as const, MessageType: "ConfigurationItemChangeNotification" as const },
        ],
      },
    };
    await assert.rejects(outside.putConfigRule({ ConfigRule }), { name: "InsufficientPermissionsException" });
    const refused = await changed("sg-0123456789abcdef0", "OK", stranger);
    assert.match(
      refused.errorMessage,
      /account 999900001111 cannot be entered as \S+Security-IR-Role-open-groups: .*deny|not authorized/i,
    );
  });

  it("a token that is not the rule's ends as an error, not in silence", async () => {
    const id = await group("unknown-token", []);
    const answer = await changed(id, "OK", website.id, "someone else's");
    assert.match(JSON.stringify(answer), /InvalidResultToken/);
  });
});
