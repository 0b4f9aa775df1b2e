import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { metricNames } from "../runtime/model/metricNames";
import { anyAlarm } from "./anyAlarm";

/**
 * The alarm of a response that briefly opens a target: the target is open now and could be neither closed nor restored.
 * This is the most urgent alarm.
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
      alarmDescription:
        "A target is publicly reachable and Firebreak cannot close it: read the notice and close it by hand now",
      namespace: metricNames.namespace,
      metricName: metricNames.leftOpen,
      dimensions: { [metricNames.response]: response },
      alarmActions: [topic.arn],
    },
    opts,
  );
}
