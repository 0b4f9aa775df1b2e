import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Deployment, deploy, masterConfig, serviceConfig } from "./deploy";

const providerType = "pulumi:providers:aws";
const everything = {
  "firebreak:config": JSON.stringify({
    recorder: true,
    topic: true,
    rules: ["ENCRYPTED_VOLUMES", "SECURITY_GROUP_OPEN_PROHIBITED"],
  }),
  "firebreak:guardDuty": JSON.stringify({ detector: true }),
};
const responses = JSON.stringify({
  "isolate-instance": { modes: [{ mode: "contain", organizationalUnits: ["ou-ab12-cdefgh34"] }] },
});
const stacks: Record<string, Record<string, string>> = {
  master: {
    ...masterConfig,
    ...everything,
    "firebreak:responses": responses,
    "firebreak:memberAccounts": '["444455556666"]',
    "firebreak:approvers": '["arn:aws:iam::111122223333:role/approver"]',
    "firebreak:exceptions": '{"signatureRequired":true}',
    "firebreak:alertEmails": '["security@example.com"]',
    "firebreak:securityHub": "true",
    "firebreak:auditTrail": "true",
  },
  service: { ...serviceConfig, ...everything },
};
const units = { "ou-ab12-cdefgh34": ["444455556666"] };
const providersIn = (stack: Deployment) => stack.of(providerType);

describe("the account of a stack", () => {
  for (const [kind, config] of Object.entries(stacks)) {
    it(`X53: every resource and data source of a ${kind} stack, in each Region, uses the provider that is bound to its account`, async () => {
      const stack = await deploy(config, { units });
      const [provider, ...others] = providersIn(stack);
      assert.deepEqual(others, []);
      const accountId = config["firebreak:accountId"]!;
      assert.equal(provider!.name, `account-${accountId}`);
      assert.deepEqual(JSON.parse(provider!.inputs["allowedAccountIds"]), [accountId]);
      const used = [
        ...stack.made.filter(({ type }) => type !== providerType && !type.startsWith("awsx:")),
        ...stack.asked,
      ];
      const foreign = used.filter((item) => !item.provider?.includes(`${providerType}::${provider!.name}::`));
      assert.deepEqual(foreign, []);
      assert.ok(used.length > 40, `only ${used.length} resources`);
      assert.deepEqual(
        new Set(stack.made.flatMap(({ inputs }) => inputs["region"] ?? [])),
        new Set(["eu-west-1", "us-east-1"]),
      );
    });
  }

  it("X53: the provider gets the settings of Pulumi's default provider from the stack's file, and its Region if there is none", async () => {
    const given = {
      "aws:region": "eu-central-1",
      "aws:profile": "payments",
      "aws:defaultTags": '{"tags":{"owner":"sec"}}',
    };
    const [provider] = providersIn(
      await deploy({ ...serviceConfig, ...given, "aws:forbiddenAccountIds": '["999900001111"]' }),
    );
    const { region, profile, defaultTags, forbiddenAccountIds } = provider!.inputs;
    assert.deepEqual(
      [region, profile, JSON.parse(defaultTags)],
      ["eu-central-1", "payments", { tags: { owner: "sec" } }],
    );
    // The real provider refuses both lists together.
    assert.equal(forbiddenAccountIds, undefined);
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    delete process.env["AWS_REGION"];
    delete process.env["AWS_DEFAULT_REGION"];
    try {
      assert.equal(providersIn(await deploy(serviceConfig))[0]!.inputs["region"], "eu-west-1");
    } finally {
      Object.assign(process.env, AWS_REGION && { AWS_REGION }, AWS_DEFAULT_REGION && { AWS_DEFAULT_REGION });
    }
  });

  it("L4: a key that the AWS provider would ignore is refused, with the one that was meant", async () => {
    await assert.rejects(
      deploy({ ...serviceConfig, "aws:assumeRole": '{"roleArn":"arn:aws:iam::444455556666:role/deploy"}' }),
      /aws:assumeRole is not a setting of the AWS provider: did you mean assumeRoles\?/,
    );
    const roles = '[{"roleArn":"arn:aws:iam::444455556666:role/deploy"}]';
    const [provider] = providersIn(await deploy({ ...serviceConfig, "aws:assumeRoles": roles }));
    assert.deepEqual(JSON.parse(provider!.inputs["assumeRoles"]), JSON.parse(roles));
  });

  it("X53: the accounts that the stack's file allows must contain its own", async () => {
    await assert.rejects(
      deploy({ ...serviceConfig, "aws:allowedAccountIds": '["999900001111"]' }),
      /aws:allowedAccountIds is \["999900001111"\] and does not contain firebreak:accountId, "444455556666"/,
    );
  });
});
