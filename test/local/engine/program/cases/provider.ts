import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A role and two queues through a provider whose inputs are config `provider`. */
const provider = new aws.Provider("given", new pulumi.Config().requireObject<aws.ProviderArgs>("provider"));
const elsewhere = new aws.sqs.Queue("elsewhere", { region: "us-west-2" }, { provider });
const here = new aws.sqs.Queue("here", { tags: { owner: "queue" } }, { provider });

export const arns = [here.arn, elsewhere.arn];
export const tags = here.tags;
