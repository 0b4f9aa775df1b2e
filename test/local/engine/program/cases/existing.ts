import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** An existing role, config `role`: imported, and read. */
const name = new pulumi.Config().require("role");
const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
new aws.iam.Role("taken-over", { name, assumeRolePolicy }, { import: name });

export const arn = aws.iam.Role.get("read", name).arn;
