import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Route } from "../runtime/model/response";
import { actionPattern } from "./documents/routing";

/** The custom action of a response in Security Hub, if it has one. Rules match its events by its ARN. */
export function customAction(
  { name, customAction: button }: Route,
  opts: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> {
  if (!button) return {};
  const { id, name: label, description } = button;
  const action = new aws.securityhub.ActionTarget(name, { identifier: id, name: label, description }, opts);
  return { action: action.arn.apply(actionPattern) };
}
