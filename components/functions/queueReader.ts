import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Connects a function to a queue. The function reports the failed messages of a batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 *
 * @param reading messages per invocation and concurrent invocations, and for how many seconds it gathers messages
 */
export function readBy(
  name: string,
  reader: aws.lambda.Function,
  reading: { queue: aws.sqs.Queue; batchSize: number; concurrency: number; window?: number },
  opts: pulumi.CustomResourceOptions,
): void {
  const { queue, batchSize, concurrency, window } = reading;
  new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: queue.arn,
      functionName: reader.arn,
      batchSize,
      ...(window !== undefined && { maximumBatchingWindowInSeconds: window }),
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: concurrency },
    },
    opts,
  );
}
