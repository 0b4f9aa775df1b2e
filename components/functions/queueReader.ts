import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Connects a function to a queue. The function reports the failed messages of a batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 *
 * @param limits messages per invocation, and concurrent invocations
 */
export function readBy(
  name: string,
  reader: aws.lambda.Function,
  reading: { queue: aws.sqs.Queue; batchSize: number; concurrency: number },
  opts: pulumi.CustomResourceOptions,
): void {
  const { queue, batchSize, concurrency } = reading;
  new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: queue.arn,
      functionName: reader.arn,
      batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: concurrency },
    },
    opts,
  );
}
