import { randomUUID } from "node:crypto";
import { SNS } from "@aws-sdk/client-sns";
import { accounts, region, rootOf } from "../../local/world/accounts";
import type { World } from "../../local/world/world";
import { sqsIn } from "./queues";

/** Subscribes a new queue to the notices and returns its URL. */
export async function subscribe(world: World): Promise<string> {
  const sqs = sqsIn(world);
  const name = `notices-${randomUUID()}`;
  const { QueueUrl } = await sqs.createQueue({ QueueName: name });
  const arn = `arn:aws:sqs:${region}:${accounts.security.id}:${name}`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
        Condition: { ArnEquals: { "aws:SourceArn": world.master.noticeTopic } },
      },
    ],
  });
  await sqs.setQueueAttributes({ QueueUrl: QueueUrl!, Attributes: { Policy } });
  await new SNS(rootOf(accounts.security.id, world.endpoint)).subscribe({
    TopicArn: world.master.noticeTopic,
    Protocol: "sqs",
    Endpoint: arn,
    Attributes: { RawMessageDelivery: "true" },
  });
  return QueueUrl!;
}
