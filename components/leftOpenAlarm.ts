import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { metricNames } from "../runtime/model/metricNames";
import { anyAlarm } from "./anyAlarm";

/**
 * The alarm of a response that opens parts of a target for a moment: one of them is open now and could neither be closed nor
 * be given back. Nothing is more urgent.
 */
export function leftOpenAlarm(
  response: string,
  functionName: string,
  topic: aws.sns.Topic,
  opts: pulumi.CustomResourceOptions,
): void {
  anyAlarm(
    `${response}-left-open`,
    {
      name: `${functionName}-left-open`,
      alarmDescription: "A target is open to the world and cannot be closed: read the notice and close it by hand now",
      namespace: metricNames.namespace,
      metricName: metricNames.leftOpen,
      dimensions: { [metricNames.response]: response },
      alarmActions: [topic.arn],
    },
    opts,
  );
}
