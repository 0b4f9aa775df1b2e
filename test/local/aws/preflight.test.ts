import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigService } from "@aws-sdk/client-config-service";
import { IAM } from "@aws-sdk/client-iam";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import type { Found } from "../../../cli/preflight/found";
import { preflightPolicy } from "../../../cli/preflight/permissions";
import { project, writeStackFiles } from "../../../local/world/stackFiles";
import { start } from "../../../local/world/toolProcess";
import { member, security, testAws } from "./instance";
import { allow, as, deny, policy, trust } from "./principals";

/** Regions that no other test uses. */
const [place, other] = ["ap-southeast-2", "ap-northeast-1"];
const boundaryName = "preflight-boundary";

describe("preflight against the local AWS", () => {
  const folders: string[] = [];

  /** Stack files whose only Region is `place`. */
  async function stackFiles(change: (text: string) => string = (text) => text): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), "firebreak-preflight-"));
    folders.push(folder);
    const { organization } = await testAws();
    await writeStackFiles(folder, organization, (_, text) => change(text.replaceAll("eu-west-1", place)));
    await copyFile(path.join(project, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    return folder;
  }
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  let users = 0;
  /** The command in a folder, as a user of an account with the given policies. */
  async function preflight(folder: string, account: string, ...documents: string[]) {
    const iam = new IAM(await as(account));
    const UserName = `preflight-${users++}`;
    await iam.createUser({ UserName });
    for (const [at, PolicyDocument] of documents.entries()) {
      await iam.putUserPolicy({ UserName, PolicyName: `p${at}`, PolicyDocument });
    }
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const env = {
      AWS_ENDPOINT_URL: (await testAws()).endpoint,
      AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey!,
    };
    const { code, out, err } = await start(["preflight", "--json"], folder, env);
    assert.ok(out.startsWith("{"), err);
    const { found }: { found: Found[] } = JSON.parse(out);
    const named = (subject: RegExp) => found.filter((one) => subject.test(`${one.check}: ${one.subject}`));
    return { code, found, named, blockers: found.filter(({ status }) => status === "blocker") };
  }
  const everything = policy(allow("*"));
  const at = async (account: string) => ({ ...(await as(account)), region: place });

  it("X52: finds nothing that blocks a deployment if nothing does, with only the documented policy", async () => {
    const hub = new SecurityHub(await at(security));
    await hub.enableSecurityHub({});
    const { code, found, blockers } = await preflight(await stackFiles(), security, preflightPolicy(), everything);
    assert.deepEqual([code, blockers], [0, []]);
    const smallest = await preflight(await stackFiles(), security, preflightPolicy());
    const missing = smallest.found.filter(({ says }) => says.includes("permission"));
    assert.deepEqual(missing, []);
    // The only unknowns are what AWS does not reveal.
    assert.deepEqual(
      found.filter(({ status }) => status === "unknown").map(({ subject }) => subject),
      ["conditions on the calling principal"],
    );
    assert.match(smallest.blockers[0]!.says, /The caller's own policies do not allow: iam:CreateRole/);
  });

  it("X52: finds quotas, recorders and names that would block the deployment of the security account", async () => {
    const settings = await at(security);
    const logs = new CloudWatchLogs(settings);
    const group = `arn:aws:logs:${place}:${security}:log-group:x:*`;
    const document = policy({
      Effect: "Allow",
      Principal: { Service: "es.amazonaws.com" },
      Action: "logs:PutLogEvents",
      Resource: group,
    });
    for (let count = 0; count < 10; count++) {
      await logs.putResourcePolicy({ policyName: `taken-${count}`, policyDocument: document });
    }
    const ssm = new SSM(settings);
    await ssm.putParameter({ Name: "/local-aws/quotas/lambda/L-B99A9384", Value: "10", Type: "String" });
    const iam = new IAM(settings);
    const config = new ConfigService(settings);
    const roleARN = `arn:aws:iam::${security}:role/organization-config`;
    await config.putConfigurationRecorder({ ConfigurationRecorder: { name: "default", roleARN } });
    await iam.createRole({ RoleName: "Firebreak-Forwarding", AssumeRolePolicyDocument: trust("ec2.amazonaws.com") });
    const sqs = new SQS(settings);
    const { QueueUrl } = await sqs.createQueue({ QueueName: "firebreak-notify-dead" });
    const hub = new SecurityHub({ ...settings, region: other });
    await hub.enableSecurityHub({});
    await hub.createFindingAggregator({ RegionLinkingMode: "ALL_REGIONS" });
    try {
      const { code, named, blockers } = await preflight(await stackFiles(), security, preflightPolicy(), everything);
      assert.equal(code, 1);
      assert.deepEqual(blockers.map(({ subject }) => subject).sort(), [
        "AWS Config recorder",
        "Firebreak-Forwarding",
        "Lambda: Concurrent executions",
        "Resource policies of CloudWatch Logs",
        "firebreak-notify-dead",
      ]);
      assert.match(named(/Resource policies/)[0]!.says, /^10 of 10 are used \(taken-0, .*stack needs 1 more/);
      const [concurrency] = named(/Concurrent executions/);
      assert.match(concurrency!.says, /The quota is 10, of which 10 are unreserved\. The stack reserves 260/);
      assert.match(
        concurrency!.mend!,
        /--service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ap-southeast-2/,
      );
      assert.match(named(/recorder/)[0]!.mend!, /recorder: false/);
      assert.match(
        named(/aggregation/)[0]!.says,
        /aggregates into ap-northeast-1, but firebreak:homeRegion is ap-southeast-2/,
      );
    } finally {
      for (let count = 0; count < 10; count++) await logs.deleteResourcePolicy({ policyName: `taken-${count}` });
      await iam.deleteRole({ RoleName: "Firebreak-Forwarding" });
      await config.deleteConfigurationRecorder({ ConfigurationRecorderName: "default" });
      await ssm.deleteParameter({ Name: "/local-aws/quotas/lambda/L-B99A9384" });
      await sqs.deleteQueue({ QueueUrl: QueueUrl! });
      const [aggregator] = (await hub.listFindingAggregators({})).FindingAggregators!;
      await hub.deleteFindingAggregator({ FindingAggregatorArn: aggregator!.FindingAggregatorArn! });
    }
  });

  it("X52: reports what service control policies and a boundary deny in a member account, and what only other accounts may read", async () => {
    const organizations = new Organizations(await as(security));
    const Content = policy(
      deny("ec2:ModifyNetworkInterfaceAttribute"),
      deny("iam:CreateRole", "*", {
        StringNotEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${member}:policy/${boundaryName}` },
      }),
    );
    const { Policy } = await organizations.createPolicy({
      Name: "preflight",
      Description: "x",
      Type: "SERVICE_CONTROL_POLICY",
      Content,
    });
    const PolicyId = Policy!.PolicySummary!.Id!;
    await organizations.attachPolicy({ PolicyId, TargetId: member });
    try {
      const bare = await preflight(await stackFiles(), member, preflightPolicy(), everything);
      assert.equal(bare.code, 1);
      assert.deepEqual(
        bare.blockers.map(({ subject }) => subject),
        ["stack roles", "calls of the responses"],
      );
      assert.match(
        bare.blockers[0]!.says,
        /organization refuses these calls to the caller: iam:CreateRole on firebreak-config, /,
      );
      assert.match(bare.blockers[0]!.mend!, /set firebreak:permissionsBoundary/);
      assert.match(bare.blockers[1]!.says, /refuses these calls: ec2:ModifyNetworkInterfaceAttribute\.$/);
      const [administrator] = bare.named(/delegated administrator of GuardDuty/);
      assert.equal(administrator!.status, "unknown");
      assert.match(administrator!.says, /the permission organizations:ListDelegatedAdministrators is missing/);

      const bounded = await stackFiles((text) =>
        text
          .replace("# firebreak:permissionsBoundary", "firebreak:permissionsBoundary")
          .replaceAll(/arn:aws:iam::0+:policy\/boundary/g, `arn:aws:iam::${member}:policy/${boundaryName}`),
      );
      const absent = await preflight(bounded, member, preflightPolicy(), everything);
      assert.match(absent.named(/permissions boundary/)[0]!.says, /does not exist/);
      const narrow = policy(allow(["iam:*", "ec2:*", "ssm:*", "logs:*"]));
      await new IAM(await as(member)).createPolicy({ PolicyName: boundaryName, PolicyDocument: narrow });
      const small = await preflight(bounded, member, preflightPolicy(), everything);
      const [boundary] = small.named(/permissions boundary/);
      assert.match(boundary!.says, /does not allow these actions everywhere: autoscaling:Describe.* more\.$/);
      assert.deepEqual(
        small.blockers.map(({ subject }) => subject),
        ["permissions boundary", "calls of the responses"],
      );
    } finally {
      await organizations.detachPolicy({ PolicyId, TargetId: member });
    }
  });
});
