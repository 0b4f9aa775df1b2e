import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { region, security } from "./instance";
import { as, policy, unique } from "./principals";

/** A queue of the tests. */
export interface Queue {
  url: string;
  arn: string;
  account: string;
  /** Its Region. */
  at: string;
}

/** Creates a queue that admits only its own account's policies. */
export async function queue(attributes: Record<string, string> = {}, account = security, at = region): Promise<Queue> {
  const QueueName = unique("queue");
  const sqs = new SQSClient({ ...(await as(account)), region: at });
  const created = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
  return { url: created.QueueUrl!, arn: `arn:aws:sqs:${at}:${account}:${QueueName}`, account, at };
}

/** Attaches a policy that lets a principal send, under a condition if given. */
export async function admit(target: Queue, principal: unknown, condition?: object): Promise<void> {
  const Policy = policy({
    Effect: "Allow",
    Principal: principal,
    Action: "sqs:SendMessage",
    Resource: target.arn,
    ...(condition && { Condition: condition }),
  });
  const sqs = new SQSClient({ ...(await as(target.account)), region: target.at });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: target.url, Attributes: { Policy } }));
}

/** A queue that admits a service for one source. */
export async function queueFor(service: string, sourceArn?: string, at = region): Promise<Queue> {
  const target = await queue({}, security, at);
  await admit(target, { Service: service }, sourceArn ? { ArnEquals: { "aws:SourceArn": sourceArn } } : undefined);
  return target;
}

/** Receives the messages that arrive until there are `count`, for at most `seconds`. */
export async function receive(from: Queue, count = 1, seconds = 60): Promise<Message[]> {
  const sqs = new SQSClient({ ...(await as(from.account)), region: from.at });
  const messages: Message[] = [];
  const deadline = Date.now() + 1000 * seconds;
  while (messages.length < count && Date.now() < deadline) {
    const answer = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from.url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    for (const message of answer.Messages ?? []) {
      messages.push(message);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: from.url, ReceiptHandle: message.ReceiptHandle }));
    }
  }
  return messages;
}
