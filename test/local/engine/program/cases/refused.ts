import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Things that the local provider does not know; config `what` chooses. */
const choices: Record<string, () => unknown> = {
  input: () => new aws.sns.Topic("refused", { lambdaSuccessFeedbackSampleRate: 5 }),
  field: () =>
    new aws.s3.BucketLifecycleConfiguration("refused", {
      bucket: "some-bucket",
      rules: [{ id: "one", status: "Enabled", filter: { tag: { key: "a", value: "b" } } }],
    }),
  value: () => new aws.cloudwatch.LogGroup("refused", { skipDestroy: true }),
  type: () => new aws.ec2.Vpc("refused", { cidrBlock: "10.0.0.0/16" }),
  "data source": () => aws.ec2.getVpcs(),
};
choices[new pulumi.Config().require("what")]!();
