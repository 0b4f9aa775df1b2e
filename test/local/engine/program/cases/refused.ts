import * as aws from "@pulumi/aws";

/** An input that the local provider does not know. */
new aws.sns.Topic("refused", { lambdaSuccessFeedbackSampleRate: 5 });
