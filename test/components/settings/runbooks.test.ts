import assert from "node:assert/strict";
import { functionSeconds } from "../../../components/functions/responderFunction";
import { defaultRunbooks, runbooksSchema } from "../../../components/settings/runbooks";
import { longestSession } from "../../../runtime/aws/assumeRole";
import { isForeign, ownSessionMinutes } from "../../../runtime/responses/runRunbook/declaration";

const disable = {
  name: "disable-public-buckets",
  document: "AWS-DisableS3BucketPublicReadWrite",
  findingTypes: ["Config:Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED", "Config:Rule/S3_BUCKET_PUBLIC_WRITE_PROHIBITED"],
  kind: "s3-bucket",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { S3BucketName: ["{id}"] },
  permissions: [{ actions: ["s3:PutBucketPublicAccessBlock"], resources: ["arn:{partition}:s3:::{target}"] }],
};
const encrypt = {
  ...disable,
  name: "encrypt-buckets",
  document: "AWS-EnableS3BucketEncryption",
  findingTypes: ["Config:Rule/S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"],
  parameters: { BucketName: "{id}", SSEAlgorithm: "AES256" },
};
const contain = {
  ...disable,
  document: "AWSSupport-ContainS3Resource",
  parameters: { Action: "Contain", DryRun: "false" },
};

/** Where it is refused and what it has to be, one line per issue. */
const refusal = (...given: object[]): string =>
  (runbooksSchema.safeParse(given).error?.issues ?? [])
    .map((issue) => `${issue.path.join(".")} has to be ${issue.message}`)
    .join("\n");

describe("the declarations of runbooks", () => {
  it("F15: have the documented defaults", () => {
    assert.deepEqual(runbooksSchema.parse([disable]), [{ ...disable, approval: false, timeoutMinutes: 55 }]);
    assert.deepEqual(runbooksSchema.parse(undefined), runbooksSchema.parse(defaultRunbooks));
    assert.deepEqual(
      runbooksSchema.parse(undefined).map(({ name }) => name),
      ["encrypt-buckets"],
    );
    assert.deepEqual(runbooksSchema.parse([]), []);
    const { parameters: _, permissions: __, ...bare } = disable;
    assert.deepEqual(runbooksSchema.parse([{ ...bare, assumeRole: "automation" }])[0]!.parameters, {});
  });

  const taken: [string, object][] = [
    ["a text for a parameter", { parameters: { A: "{id} in {region}, {account}" } }],
    ["JSON as a parameter", { parameters: { A: '{"Key": "{arn}"}' } }],
    ["a shared document", { document: "arn:aws:ssm:eu-west-1:444455556666:document/Own-Runbook" }],
    ["a version", { documentVersion: "$LATEST" }],
    ["a role with a path", { assumeRole: "ops/automation" }],
    ["X56: its own role for what takes a week", { assumeRole: "automation", timeoutMinutes: 10_080 }],
    ["X56: as long as the session lasts", { timeoutMinutes: 55 }],
    ["a finding of GuardDuty", { findingTypes: ["Policy:S3/BucketPublicAccessGranted"], resourceTypes: ["S3Bucket"] }],
    ["a control of Security Hub", { findingTypes: ["SecurityHub:Control/S3.2"], resourceTypes: ["AwsS3Bucket"] }],
    ["an own rule", { findingTypes: ["Config:Rule/OurRule"] }],
    [
      "* with a reason",
      { permissions: [{ actions: ["ec2:Describe*"], resources: ["*"], why: "AWS has no other way" }] },
    ],
    ["a document that destroys, with approval", { document: "AWS-TerminateEC2Instance", approval: true }],
    ["a document of AWS Support that contains", contain],
  ];
  for (const [name, more] of taken) {
    it(`F15: accept ${name}`, () => assert.equal(refusal({ ...disable, ...more }), ""));
  }

  const wrong: [string, object, RegExp][] = [
    ["no document", { document: undefined }, /^0.document has to be the name of an Automation document such as AWS-/],
    ["a name with blanks", { name: "Disable Buckets" }, /^0.name has to be a name of up to 63 lower-case letters/],
    [
      "a document that is not a name",
      { document: "AWS-Test; rm" },
      /^0.document has to be the name of an Automation document/,
    ],
    ["an unknown kind", { kind: "lambda" }, /^0.kind has to be one of ec2-instance, .*s3-bucket/],
    ["no finding types", { findingTypes: [] }, /^0.findingTypes has to be a list of at least one finding type/],
    [
      "a rule in a spelling that no finding has",
      { findingTypes: ["Config:Rule/restricted-ssh"] },
      /^0.findingTypes.0 has to be Config:Rule\/INCOMING_SSH_DISABLED, as findings name the rule/,
    ],
    [
      "a type of another kind",
      { resourceTypes: ["AWS::EC2::Instance"] },
      /^0.resourceTypes.0 has to be a type of kind s3-bucket; it is ec2-instance/,
    ],
    [
      "an unknown placeholder",
      { parameters: { A: ["{bucket}"] } },
      /^0.parameters.A.0 has to be a text without \{bucket\}; placeholders are \{id\} /,
    ],
    ["an unknown placeholder in a text", { parameters: { A: "{bucket}" } }, /without \{bucket\}/],
    [
      "a reference to a parameter",
      { parameters: { A: ["{{ssm:secret}}"] } },
      /^0.parameters.A.0 has to be a text without \{\{/,
    ],
    ["a number", { parameters: { A: 3 } }, /^0.parameters.A has to be a text or a list of texts/],
    ["a name that is not a parameter", { parameters: { "A B": "x" } }, /parameters/],
    [
      "the role as a parameter",
      { parameters: { AutomationAssumeRole: "x" } },
      /^0.parameters.AutomationAssumeRole has to be left out/,
    ],
    [
      "an ARN as role",
      { assumeRole: "arn:aws:iam::444455556666:role/x" },
      /^0.assumeRole has to be the name of a role/,
    ],
    [
      "every action of a service",
      { permissions: [{ actions: ["s3:*"], resources: ["arn:{partition}:s3:::{target}"] }] },
      /^0.permissions.0.actions.0 has to be an action such as s3:PutBucketPolicy, not all of a service/,
    ],
    [
      "every action",
      { permissions: [{ actions: ["*"], resources: ["*"], why: "x" }] },
      /actions.0 has to be an action/,
    ],
    [
      "* without a reason",
      { permissions: [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }] },
      /^0.permissions.0.why has to be the reason why a resource is \*/,
    ],
    [
      "a resource that is not an ARN",
      { permissions: [{ actions: ["s3:PutBucketPolicy"], resources: ["{target}"] }] },
      /^0.permissions.0.resources.0 has to be an ARN/,
    ],
    [
      "a resource with another placeholder",
      { permissions: [{ actions: ["s3:PutBucketPolicy"], resources: ["arn:{partition}:s3:::{id}"] }] },
      /^0.permissions.0.resources.0 has to be an ARN without placeholders other than/,
    ],
    [
      "a document that destroys, without approval",
      { document: "AWS-TerminateEC2Instance" },
      /^0.approval has to be true: .* destroys/,
    ],
    [
      "a document of AWS Support with its defaults",
      { ...contain, parameters: { Action: "Contain" } },
      /^0.parameters.DryRun has to be "false": a dry run ends as Success/,
    ],
    [
      "a document of AWS Support that restores",
      { ...contain, parameters: { Action: "Restore", DryRun: "false" } },
      /^0.parameters.Action has to be Contain/,
    ],
    ["a dry run of any document", { parameters: { DryRun: ["true"] } }, /^0.parameters.DryRun has to be "false"/],
    [
      "X56: steps that outlast their session",
      { timeoutMinutes: 60 },
      /^0.timeoutMinutes has to be at most 55 without assumeRole/,
    ],
    ["no time at all", { timeoutMinutes: 0 }, /^0.timeoutMinutes has to be minutes from 1 to 10080/],
    ["an approval that is neither true nor false", { approval: "yes" }, /^0.approval has to be true or false/],
  ];
  for (const [name, more, message] of wrong) {
    it(`refuse ${name}`, () => assert.match(refusal({ ...disable, ...more }), message));
  }

  it("X56: end before the session even with the longest time without a role, however late in its run the function starts them", () => {
    assert.ok(60 * ownSessionMinutes + functionSeconds <= longestSession);
  });

  it("refuse an unknown key", () => assert.match(refusal({ ...disable, region: "x" }), /[Uu]nrecognized key.*region/));

  it("Y21: are foreign if anyone but AWS and the security account controls what the document does", () => {
    const security = "111122223333";
    const at = (account: string) => `arn:aws:ssm:eu-west-1:${account}:document/Own-Runbook`;
    const foreign = (document: string, documentVersion?: string) => isForeign({ document, documentVersion }, security);
    assert.equal(foreign("AWS-EnableS3BucketEncryption"), false);
    assert.equal(foreign(at(security)), false);
    assert.equal(foreign("Own-Runbook", "3"), false);
    assert.equal(foreign(at("777788889999"), "3"), false);
    for (const version of [undefined, "$DEFAULT", "$LATEST"]) {
      assert.equal(foreign("Own-Runbook", version), true, version);
      assert.equal(foreign(at("777788889999"), version), true, version);
    }
  });

  it("refuse a finding type that two runbooks answer, and name both", () =>
    assert.match(
      refusal(disable, { ...encrypt, findingTypes: [disable.findingTypes[1]] }),
      /^1.findingTypes.0 has to be a type of only one runbook: disable-public-buckets and encrypt-buckets have it$/,
    ));

  it("refuse a duplicate name", () =>
    assert.match(
      refusal(disable, { ...encrypt, name: disable.name }),
      /^1.name has to be a unique name: another runbook has it/,
    ));

  it("refuse more rights than the role's policy has room for, and more patterns than a session's policy", () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...encrypt,
      name: `runbook-${index}`,
      findingTypes: [`Config:Rule/OurRule${index}`],
      document: `Our-Runbook-With-A-Long-Name-${index}`,
    }));
    assert.match(refusal(...many), /fewer runbooks or permissions: .* would have \d+ characters, but at most 9440 fit/);
    assert.equal(refusal(...many.slice(0, 9)), "");
    const resources = many.map(({ name }) => `arn:{partition}:s3:::${name}-of-the-team-${name.length}-{target}`);
    const wide = { ...encrypt, permissions: [{ actions: ["s3:PutEncryptionConfiguration"], resources }] };
    assert.match(refusal(wide), /fewer resources with \{target\}: .* about \d+% of the compressed size/);
  });
});
