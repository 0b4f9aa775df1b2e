import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountProvider } from "../../../../../components/account";

/**
 * A role and a queue with fixed names in the account of config `account`, through the provider of the product's stacks or, with
 * config `bare`, through Pulumi's default provider.
 */
const config = new pulumi.Config();
const accountId = config.require("account");
const region = "eu-west-1";
const opts = config.getBoolean("bare") ? {} : { provider: accountProvider({ accountId, homeRegion: region }) };
const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const name = config.require("name");

export const role = new aws.iam.Role("role", { name, assumeRolePolicy }, opts).arn;
export const queue = new aws.sqs.Queue("queue", { name, region: config.get("region") ?? "us-east-1" }, opts).arn;
