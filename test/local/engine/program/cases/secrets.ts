import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Secrets in several places; config `word` is the secret. */
const word = pulumi.secret(new pulumi.Config().require("word"));
const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const role = new aws.iam.Role("secrets", { assumeRolePolicy, description: word });
new aws.lambda.Function("secrets", {
  role: role.arn,
  runtime: "nodejs24.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 1;"),
  }),
  environment: { variables: { WORD: word } },
  tags: { word },
});
const parameter = new aws.ssm.Parameter("secrets", { type: "SecureString", value: word });
const topic = new aws.sns.Topic("secrets", { displayName: word });

export const value = parameter.value;
export const displayName = topic.displayName;
