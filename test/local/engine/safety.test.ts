import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { destroy, outputs, state, up } from "../../../local/engine/stack";
import { member, region, security } from "../aws/instance";
import { allow, as, policy, trust, unique } from "../aws/principals";
import { caseStack, failure } from "./stacks";

describe("local engine: safety", () => {
  const unknown = {
    input: [
      'does not know the input "lambdaSuccessFeedbackSampleRate" of aws:sns/topic:Topic',
      "add it to local/engine/provider/types/sns/topic.ts",
    ],
    type: ["does not know aws:ec2/vpc:Vpc", "add local/engine/provider/types/ec2/vpc.ts"],
    "data source": [
      "does not know the data source aws:index/getBillingServiceAccount:getBillingServiceAccount",
      "add it to local/engine/provider/invokes/index.ts",
    ],
  };
  for (const [what, expected] of Object.entries(unknown)) {
    it(`refuses an unknown ${what}, and says where to add it`, async () => {
      const text = await failure(up(await caseStack("refused", member, { what })));
      for (const part of expected) assert.ok(text.includes(part), text);
    });
  }

  it("refuses an endpoint that is not on this machine", async () => {
    const provider = { region, endpoints: [{ sqs: "https://sqs.eu-west-1.amazonaws.com" }] };
    assert.match(await failure(up(await caseStack("provider", member, { provider }))), /only talks to a local AWS/);
  });

  it("refuses to run without an endpoint", async () => {
    const stack = await caseStack("queue", member);
    const environment = { ...stack.environment, AWS_ENDPOINT_URL: "" };
    assert.match(await failure(up({ ...stack, environment })), /only talks to a local AWS/);
  });

  it("refuses an account other than the allowed one", async () => {
    const provider = { region, allowedAccountIds: [security] };
    const text = await failure(up(await caseStack("provider", member, { provider })));
    assert.match(text, new RegExp(`AWS account ID not allowed: ${member}`));
  });

  it("works through a role, with the provider's tags, in several Regions", async () => {
    const RoleName = unique("deployer");
    const ExternalId = "a word";
    const iam = new IAMClient(await as(member));
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${security}:root`, {
      StringEquals: { "sts:ExternalId": ExternalId },
    });
    const role = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = policy(allow("sqs:*"));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deploy", PolicyDocument }));
    const settings = {
      region: "eu-central-1",
      allowedAccountIds: [member],
      defaultTags: { tags: { owner: "provider", project: "firebreak" } },
    };
    const roleArn = role.Role!.Arn!;
    const wrong = { ...settings, assumeRoles: [{ roleArn, externalId: "another word" }] };
    const stack = await caseStack("provider", security, {
      provider: { ...settings, assumeRoles: [{ roleArn, externalId: ExternalId }] },
    });
    assert.match(await failure(up(await caseStack("provider", security, { provider: wrong }))), /AccessDenied/);
    await up(stack);
    const found = await outputs(stack);
    assert.deepEqual(
      found.arns.map((arn: string) => arn.split(":").slice(3, 5)),
      [
        ["eu-central-1", member],
        ["us-west-2", member],
      ],
    );
    assert.deepEqual(found.tags, { owner: "queue", project: "firebreak" });
    await destroy(stack);
  });

  it("keeps plaintext secrets out of the state", async () => {
    const word = "open-sesame-7";
    const stack = await caseStack("secrets", member, { word });
    await up(stack);
    const found = await outputs(stack);
    assert.equal(found.value, word);
    assert.equal(found.displayName, word);
    const file = path.join(stack.folder, "state", ".pulumi", "stacks", "engine-test", "secrets.json");
    const text = await readFile(file, "utf8");
    assert.ok(text.includes("aws:ssm/parameter:Parameter"), "the state is not where it was expected");
    assert.ok(!text.includes(word), "the secret word is in the state");
    await destroy(stack);
  });

  it("deletes what it could not complete", async () => {
    // Deployed without the rights to read the new queue's tags.
    const RoleName = unique("half");
    const iam = new IAMClient(await as(member));
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${security}:root`);
    const role = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = policy(allow(["sqs:CreateQueue", "sqs:TagQueue", "sqs:DeleteQueue"]));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deploy", PolicyDocument }));
    const provider = { region, assumeRoles: [{ roleArn: role.Role!.Arn! }] };
    const stack = await caseStack("provider", security, { provider });
    assert.match(await failure(up(stack)), /AccessDenied/);
    const { resources } = await state(stack);
    assert.ok(!resources.some(({ type }) => type === "aws:sqs/queue:Queue"));
    const { QueueUrls = [] } = await new SQSClient(await as(member)).send(new ListQueuesCommand({}));
    assert.deepEqual(
      QueueUrls.filter((url) => /\/(here|elsewhere)-/.test(url)),
      [],
    );
    await destroy(stack);
  });
});
