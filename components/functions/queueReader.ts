import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Lets a function read a queue. It answers for each message of a batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 *
 * @param limits messages of one call, and calls at once
 */
export function readBy(
  name: string,
  reader: aws.lambda.Function,
  queue: aws.sqs.Queue,
  limits: { batchSize: number; concurrency: number },
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: queue.arn,
      functionName: reader.arn,
      batchSize: limits.batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: limits.concurrency },
    },
    opts,
  );
}
