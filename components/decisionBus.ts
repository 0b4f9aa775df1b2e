import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { names } from "./shared/names";

/**
 * The bus on which every decision is an event. Only principals of this account may use it, as it has no policy. It exists without
 * any channel too, so that a rule of your own never misses a decision: a bus costs nothing, and an event a millionth of a dollar
 * (https://aws.amazon.com/eventbridge/pricing/).
 */
export const decisionBus = (name: string, opts: pulumi.CustomResourceOptions): aws.cloudwatch.EventBus =>
  new aws.cloudwatch.EventBus(name, { name: names.decisionBus, description: "Every decision as an event" }, opts);
