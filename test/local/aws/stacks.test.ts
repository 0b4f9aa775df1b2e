import assert from "node:assert/strict";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { S3 } from "@aws-sdk/client-s3";
import { cloudFormation, createStack, deleteStack } from "../../../local/aws/cloudFormation";
import { emptyAccounts, member, region, security, testAws } from "./instance";
import { as, unique } from "./principals";
import { config } from "./rawCalls";

const placeOf = async (account: string) => ({ endpoint: (await testAws()).endpoint, account, region });

const role = (service: string) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: unique("config"),
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
  },
});

describe("local AWS: row 33: CloudFormation", () => {
  it("row 33: fails for a type that it cannot make, instead of reporting that it made it", async () => {
    const Resources = { Vault: { Type: "AWS::Backup::BackupVault", Properties: { BackupVaultName: "v" } } };
    const ended = await createStack(await placeOf(security), { name: unique("stack"), template: { Resources } });
    assert.doesNotMatch(ended, /^CREATE_COMPLETE/);
    assert.match(ended, /AWS::Backup::BackupVault/);
  });

  it("row 33: makes a recorder that records, its delivery channel, rules and a detector, and deletes them", async () => {
    const account = emptyAccounts.stacks;
    const bucket = unique("config-history");
    const template = {
      Resources: {
        Role: role("config.amazonaws.com"),
        Bucket: { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: { BucketName: bucket } },
        Recorder: {
          Type: "AWS::Config::ConfigurationRecorder",
          Properties: {
            Name: "default",
            RoleARN: { "Fn::GetAtt": ["Role", "Arn"] },
            RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
          },
        },
        Channel: {
          Type: "AWS::Config::DeliveryChannel",
          Properties: {
            Name: "default",
            S3BucketName: { Ref: "Bucket" },
            ConfigSnapshotDeliveryProperties: { DeliveryFrequency: "TwentyFour_Hours" },
          },
        },
        Rule: {
          Type: "AWS::Config::ConfigRule",
          DependsOn: ["Recorder"],
          Properties: {
            ConfigRuleName: "ENCRYPTED_VOLUMES",
            InputParameters: { kmsId: "arn:aws:kms:eu-west-1:111122223333:key/k1" },
            Scope: { ComplianceResourceTypes: ["AWS::EC2::Volume"] },
            Source: { Owner: "AWS", SourceIdentifier: "ENCRYPTED_VOLUMES" },
          },
        },
        Detector: {
          Type: "AWS::GuardDuty::Detector",
          Properties: { Enable: true, FindingPublishingFrequency: "ONE_HOUR", Tags: [{ Key: "a", Value: "b" }] },
        },
      },
    };
    const name = unique("stack");
    const guardDuty = new GuardDuty(await as(account));
    assert.match(await createStack(await placeOf(account), { name, template }), /^CREATE_COMPLETE/);
    const { body } = await config(account, "DescribeConfigurationRecorders", {});
    assert.deepEqual(body.ConfigurationRecorders[0].recordingGroup.includeGlobalResourceTypes, true);
    const { body: status } = await config(account, "DescribeConfigurationRecorderStatus", {});
    assert.equal(status.ConfigurationRecordersStatus[0].recording, true);
    const { body: channels } = await config(account, "DescribeDeliveryChannels", {});
    assert.equal(channels.DeliveryChannels[0].s3BucketName, bucket);
    assert.equal(channels.DeliveryChannels[0].configSnapshotDeliveryProperties.deliveryFrequency, "TwentyFour_Hours");
    const { body: rules } = await config(account, "DescribeConfigRules", {});
    assert.equal(rules.ConfigRules[0].ConfigRuleName, "ENCRYPTED_VOLUMES");
    assert.deepEqual(
      JSON.parse(rules.ConfigRules[0].InputParameters),
      template.Resources.Rule.Properties.InputParameters,
    );
    const [DetectorId] = (await guardDuty.listDetectors({})).DetectorIds!;
    const detector = await guardDuty.getDetector({ DetectorId });
    assert.deepEqual([detector.FindingPublishingFrequency, detector.Tags], ["ONE_HOUR", { a: "b" }]);

    assert.match(
      await createStack(await placeOf(account), {
        name: unique("second"),
        template: { Resources: { Detector: template.Resources.Detector } },
      }),
      /already exists/,
      "an account has one detector in a Region",
    );

    await deleteStack(await placeOf(account), name);
    assert.deepEqual((await guardDuty.listDetectors({})).DetectorIds, []);
    for (const [operation, list] of Object.entries({
      DescribeConfigRules: "ConfigRules",
      DescribeDeliveryChannels: "DeliveryChannels",
      DescribeConfigurationRecorders: "ConfigurationRecorders",
    })) {
      assert.deepEqual((await config(account, operation, {})).body[list], [], operation);
    }
    await new S3(await as(account)).headBucket({ Bucket: bucket });
  });

  it("row 33: keeps stacks of other accounts apart", async () => {
    const template = { Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: unique("topic") } } } };
    const name = unique("stack");
    assert.match(await createStack(await placeOf(member), { name, template }), /^CREATE_COMPLETE/);
    assert.match(
      await cloudFormation(await placeOf(security), "DescribeStacks", { StackName: name }),
      /does not exist/,
    );
  });
});
