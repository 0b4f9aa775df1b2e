import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { managedRules, recordedTypes } from "../../components/shared/managedRules";
import { type Deployment, deploy, serviceConfig, statementsOf } from "./deploy";

const types = {
  rule: "aws:cfg/rule:Rule",
  recorder: "aws:cfg/recorder:Recorder",
  status: "aws:cfg/recorderStatus:RecorderStatus",
  channel: "aws:cfg/deliveryChannel:DeliveryChannel",
  bucket: "aws:s3/bucket:Bucket",
  detector: "aws:guardduty/detector:Detector",
};
const regions = ["eu-west-1", "us-east-1"];
const having = (settings: Record<string, unknown>) => ({
  ...serviceConfig,
  ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`firebreak:${key}`, JSON.stringify(value)])),
});
const count = (stack: Deployment) => Object.values(types).flatMap((type) => stack.of(type)).length;

describe("the sources of findings in an account", () => {
  it("L15: have a recorder of only the types that the rules need, of every known rule if there are none", async () => {
    const recorded = async (rules: string[]) => {
      const stack = await deploy(having({ config: { recorder: true, rules } }));
      return stack.of(types.recorder).map(({ inputs }) => inputs["recordingGroup"]);
    };
    const needed = (resourceTypes: string[]) => Array(2).fill({ allSupported: false, resourceTypes });
    assert.deepEqual(await recorded(["ENCRYPTED_VOLUMES"]), needed(["AWS::EC2::Volume"]));
    const all = ["AWS::EC2::SecurityGroup", "AWS::EC2::Volume", "AWS::RDS::DBInstance", "AWS::S3::Bucket"];
    assert.deepEqual(await recorded([]), needed(all));
    assert.deepEqual(recordedTypes(["SECURITY_GROUP_OPEN_PROHIBITED", "ENCRYPTED_VOLUMES"]), all.slice(0, 2));
  });

  it("F40 F41: stay as they are unless the stack asks for something", async () => {
    assert.equal(count(await deploy(serviceConfig)), 0);
  });

  it("F41 M33 X44: get recorder, channel, topic and bucket in each Region, global resources in one, and no more rights than delivery needs", async () => {
    const stack = await deploy(having({ config: { recorder: true, record: "all", topic: true } }));
    assert.deepEqual(
      stack
        .of(types.recorder)
        .map(({ inputs }) => [inputs["region"], inputs["recordingGroup"].includeGlobalResourceTypes]),
      [
        ["eu-west-1", true],
        ["us-east-1", false],
      ],
    );
    assert.deepEqual(
      stack.of(types.channel).map(({ inputs }) => inputs["snsTopicArn"]),
      ["arn:aws:sns:eu-west-1:444455556666:firebreak-config", "arn:aws:sns:us-east-1:444455556666:firebreak-config"],
    );
    assert.deepEqual(
      stack.of(types.status).map(({ inputs }) => inputs["isEnabled"]),
      [true, true],
    );
    assert.equal(stack.of(types.bucket).length, 1);
    assert.deepEqual(
      statementsOf(stack.one("aws:iam/rolePolicy:RolePolicy", "config").inputs["policy"]).map((item) => [
        item.Action,
        item.Resource,
      ]),
      [
        ["s3:GetBucketAcl", "arn:aws:s3:::config"],
        ["s3:PutObject", "arn:aws:s3:::config/AWSLogs/444455556666/Config/*"],
        [["sns:Publish"], "arn:aws:sns:*:444455556666:firebreak-config"],
      ],
    );
    for (const { inputs } of stack.of("aws:sns/topic:Topic")) {
      assert.equal(inputs["kmsMasterKeyId"], undefined, "X44: AWS Config cannot publish to an encrypted topic");
    }
  });

  it("M57: include a recorder whose role uses the managed policy that can still be attached", async () => {
    const stack = await deploy(having({ config: { recorder: true } }));
    const attached = stack.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "config").inputs["policyArn"];
    assert.equal(attached, "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole");
  });

  it("M31: include each requested rule under its identifier in each Region, and no other", async () => {
    for (const rules of [Object.keys(managedRules), ["ENCRYPTED_VOLUMES"]]) {
      const stack = await deploy(having({ config: { rules } }));
      const made = stack
        .of(types.rule)
        .map(({ inputs }) => [inputs["name"], inputs["source"].sourceIdentifier, inputs["region"]]);
      assert.deepEqual(made.sort(), regions.flatMap((region) => rules.map((rule) => [rule, rule, region])).sort());
    }
  });

  it("M31: use AWS's name of the key parameter in each rule", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:444455556666:key/1234";
    const stack = await deploy(having({ config: { rules: Object.keys(managedRules), kmsKeyArn } }));
    const parameters = (rule: string) => stack.one(types.rule, `${rule}-eu-west-1`).inputs["inputParameters"];
    assert.deepEqual(JSON.parse(parameters("ENCRYPTED_VOLUMES")), { kmsId: kmsKeyArn });
    assert.deepEqual(JSON.parse(parameters("RDS_STORAGE_ENCRYPTED")), { kmsKeyId: kmsKeyArn });
    assert.equal(parameters("S3_BUCKET_PUBLIC_READ_PROHIBITED"), undefined);
  });

  it("M28: warn about the rule that can hardly fail any more", () => {
    assert.match(
      managedRules["S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"]!.description,
      /S3 has enforced this since January 2023/,
    );
  });

  it("F40: include a new detector where there is none", async () => {
    const stack = await deploy(having({ guardDuty: { detector: true } }));
    assert.deepEqual(
      stack.of(types.detector).map(({ inputs }) => inputs["region"]),
      regions,
    );
  });

  it("case 60 M63: adopt an existing detector without making it part of the stack; the stack's own detector stays part of it", async () => {
    const existing = { "eu-west-1": {}, "us-east-1": { "firebreak:stack": "444455556666" } };
    const stack = await deploy(having({ guardDuty: { detector: true } }), { detectors: existing });
    assert.deepEqual(
      stack.of(types.detector).map(({ inputs }) => inputs["region"]),
      ["us-east-1"],
    );
  });
});
