import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Two roles whose path is config `path`: a change of it needs a new role. */
const path = new pulumi.Config().get("path") ?? "/";
const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export const fixed = new aws.iam.Role("fixed", { name: "fixed-name", path, assumeRolePolicy }).arn;
export const madeUp = new aws.iam.Role("made-up", { path, assumeRolePolicy }).arn;
