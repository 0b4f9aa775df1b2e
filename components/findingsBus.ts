import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { busPolicy, type FindingsBusArgs } from "./documents/busPolicy";
import { names } from "./shared/names";

/** The bus that receives the findings of every account. */
export class FindingsBus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;

  constructor(name: string, args: FindingsBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:FindingsBus", name, {}, opts);
    this.bus = new aws.cloudwatch.EventBus(
      name,
      { name: names.bus, description: "Findings of every account" },
      { parent: this },
    );
    new aws.cloudwatch.EventBusPolicy(
      name,
      {
        eventBusName: this.bus.name,
        policy: this.bus.arn.apply((arn) => busPolicy(arn, args)),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.bus.arn });
  }
}
