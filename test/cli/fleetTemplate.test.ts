import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { after, before, describe, it } from "mocha";
import type { TemplatePart } from "../../components/documents/memberTemplate";
import { createStack } from "../../local/aws/cloudFormation";
import { engineEnvironment } from "../../local/engine/environment";
import { rootOf } from "../../local/world/accounts";
import { layOutFleet } from "../../local/world/fleetFolder";
import { start } from "../../local/world/toolProcess";
import { encryptBuckets } from "../components/deploy";
import { emptyAccounts, region as home, security, testAws } from "../local/aws/instance";
import { config } from "../local/aws/rawCalls";

const { byPulumi, byTemplate } = emptyAccounts;
const regions = [home, "us-east-1"];

describe("the CloudFormation templates on the local AWS", () => {
  let folder: string;
  let endpoint: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-template-aws-"));
    const { organization, ...aws } = await testAws();
    endpoint = aws.endpoint;
    await layOutFleet(folder, {
      organizationId: organization,
      securityAccountId: security,
      homeRegion: home,
      accounts: [byPulumi],
      everywhere: { runbooks: [encryptBuckets], rehearsalAccounts: [byPulumi, byTemplate], rolePath: "/security/" },
      defaults: {
        regions,
        config: {
          recorder: true,
          topic: true,
          rules: ["ENCRYPTED_VOLUMES", "S3_BUCKET_PUBLIC_READ_PROHIBITED"],
          kmsKeyArn: `arn:aws:kms:${home}:${security}:key/k1`,
        },
        guardDuty: { detector: true },
      },
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (part: TemplatePart, ...argv: string[]): Promise<string> => {
    const file = path.join(folder, `${part}.yaml`);
    const { code, err } = await start(["fleet", "template", part, "--out", file, ...argv], folder, {});
    assert.equal(code, 0, err);
    // With all responses, the roles are more than a call takes.
    assert.match(err, part === "account" ? /^The template has \d+ bytes, .* put it into a bucket.*\n$/ : /^$/);
    return file;
  };

  for (const part of ["account", "regions"] as const) {
    it(`L20: cfn-lint finds nothing in the template ${part}`, async () => {
      const linter = path.join(path.dirname(process.env["FIREBREAK_PYTHON"]!), "cfn-lint");
      const args = ["--regions", ...regions, "--template", await write(part, "--format", "json")];
      const found = await new Promise((resolve) =>
        execFile(linter, args, (error, out, err) => resolve(error ? out + err : "")),
      );
      assert.equal(found, "");
    });
  }

  it("L20: make the same in one account as Pulumi does in another", async () => {
    const environment = await engineEnvironment({ folder: path.join(folder, "engine"), endpoint });
    const keys = { AWS_ACCESS_KEY_ID: byPulumi, AWS_SECRET_ACCESS_KEY: "local" };
    const argv = ["fleet", "up", "--yes", "--json", "--no-proof", "--only", `service-${byPulumi}`];
    const { code, out, err } = await start(argv, folder, { ...environment, ...keys });
    assert.equal(code, 0, `${err}${out}`);
    for (const [part, where] of [
      ["account", [home]],
      ["regions", regions],
    ] as const) {
      const template = JSON.parse(await readFile(await write(part, "--format", "json"), "utf8"));
      for (const at of where) {
        assert.equal(
          await createStack({ endpoint, account: byTemplate, region: at }, { name: `firebreak-${part}`, template }),
          "CREATE_COMPLETE",
        );
      }
    }
    const [wanted, made] = [await seenIn(byPulumi), await seenIn(byTemplate)];
    assert.ok(Object.keys(wanted.roles).length > 10);
    for (const at of regions) {
      const { rules, recorders, configRules, detectors } = wanted.regions[at]!;
      assert.deepEqual(
        [rules, recorders, configRules, detectors].map((list) => list.length),
        [3, 1, 2, 1],
      );
    }
    assert.deepEqual(made, wanted);
  });

  /** Everything of the product in an account, with words instead of the account's id and of the bucket's name. */
  async function seenIn(account: string) {
    const channels = await list(account, "DescribeDeliveryChannels", "DeliveryChannels", home);
    const bucket = channels[0].s3BucketName;
    const seen = {
      roles: await rolesOf(account),
      bucket: await bucketOf(account, bucket),
      regions: Object.fromEntries(
        await Promise.all(regions.map(async (at) => [at, await regionOf(account, at)] as const)),
      ),
    };
    const text = JSON.stringify(seen)
      .replaceAll(bucket, "BUCKET")
      .replaceAll(account, "ACCOUNT")
      // AWS gives each recorder an id of its own.
      .replaceAll(/(:configuration-recorder\/default\/)[0-9a-f]{16}/g, "$1ID");
    return JSON.parse(text) as typeof seen;
  }

  async function rolesOf(account: string) {
    const iam = new IAM(rootOf(account, endpoint));
    const { Roles = [] } = await iam.listRoles({ PathPrefix: "/security/" });
    const roles = Roles.map(async ({ RoleName }) => {
      const { Role } = await iam.getRole({ RoleName });
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
      const policies = PolicyNames.map(async (PolicyName) => {
        const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName });
        return [PolicyName, documentOf(decodeURIComponent(PolicyDocument!))];
      });
      const { Arn, Description, MaxSessionDuration, Tags = [] } = Role!;
      const made = {
        Arn,
        Description,
        MaxSessionDuration,
        tags: Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort(),
        trust: documentOf(decodeURIComponent(Role!.AssumeRolePolicyDocument!)),
        policies: await Promise.all(policies),
        attached: (await iam.listAttachedRolePolicies({ RoleName })).AttachedPolicies,
      };
      return [RoleName, made] as const;
    });
    return Object.fromEntries(await Promise.all(roles));
  }

  async function bucketOf(account: string, Bucket: string) {
    const s3 = new S3({ ...rootOf(account, endpoint), forcePathStyle: true });
    const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket });
    return { PublicAccessBlockConfiguration, policy: documentOf((await s3.getBucketPolicy({ Bucket })).Policy) };
  }

  async function regionOf(account: string, at: string) {
    const client = rootOf(account, endpoint, at);
    const events = new EventBridge(client);
    const { Rules = [] } = await events.listRules({ NamePrefix: "firebreak-" });
    const rules = [...Rules].sort(byText("Arn")).map(async ({ Name, Arn, Description, EventPattern, State }) => ({
      Arn,
      Description,
      State,
      pattern: documentOf(EventPattern),
      targets: (await events.listTargetsByRule({ Rule: Name })).Targets,
    }));
    const sqs = new SQS(client);
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName: "firebreak-forwarding-dead" });
    const { Attributes: queue = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    const sns = new SNS(client);
    const TopicArn = `arn:aws:sns:${at}:${account}:firebreak-config`;
    const { Attributes: topic = {} } = await sns.getTopicAttributes({ TopicArn });
    const guardDuty = new GuardDuty(client);
    const detectors = ((await guardDuty.listDetectors({})).DetectorIds ?? []).map(async (DetectorId) => {
      const { FindingPublishingFrequency, Status, Tags } = await guardDuty.getDetector({ DetectorId });
      return { FindingPublishingFrequency, Status, Tags };
    });
    const configRules = await list(account, "DescribeConfigRules", "ConfigRules", at);
    return {
      rules: await Promise.all(rules),
      queue: {
        retention: queue["MessageRetentionPeriod"],
        encrypted: queue["SqsManagedSseEnabled"],
        policy: documentOf(queue["Policy"]),
      },
      topic: { name: topic["DisplayName"], policy: documentOf(topic["Policy"]) },
      recorders: await list(account, "DescribeConfigurationRecorders", "ConfigurationRecorders", at),
      recording: (await list(account, "DescribeConfigurationRecorderStatus", "ConfigurationRecordersStatus", at)).map(
        ({ recording }) => recording,
      ),
      channels: await list(account, "DescribeDeliveryChannels", "DeliveryChannels", at),
      configRules: configRules
        .map(({ ConfigRuleArn: _, ConfigRuleId: __, InputParameters, ...rest }) => ({
          ...rest,
          parameters: documentOf(InputParameters),
        }))
        .sort(byText("ConfigRuleName")),
      detectors: await Promise.all(detectors),
    };
  }
});

async function list(account: string, operation: string, of: string, at: string): Promise<any[]> {
  return (await config(account, operation, {}, at)).body[of];
}

const documentOf = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

const byText =
  <Key extends string>(key: Key) =>
  (one: { [key in Key]?: string }, other: { [key in Key]?: string }) =>
    one[key]!.localeCompare(other[key]!);
