import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the local provider does not know; config `what` selects it. */
const unknown: Record<string, () => unknown> = {
  input: () => new aws.sns.Topic("refused", { lambdaSuccessFeedbackSampleRate: 5 }),
  type: () => new aws.ec2.Vpc("refused", { cidrBlock: "10.0.0.0/16" }),
  "data source": () => aws.getBillingServiceAccountOutput(),
};
unknown[new pulumi.Config().require("what")]!();
