import { type Message, SQS } from "@aws-sdk/client-sqs";
import { accounts, rootOf } from "../../local/world/accounts";
import type { World } from "../../local/world/world";

export const sqsIn = (world: World) => new SQS(rootOf(accounts.security.id, world.endpoint));

/** Whether a message comes from an alarm: the one for silence can go off at any time, as nothing listens on a schedule. */
const isAlarm = ({ Body }: Message) => Body?.startsWith('{"AlarmName"') ?? false;

/** Receives everything that arrives in a queue within some seconds, except alarms; ends early at `count` messages. */
export async function drain(world: World, QueueUrl: string, count: number, seconds = 20): Promise<Message[]> {
  const sqs = sqsIn(world);
  const found: Message[] = [];
  const deadline = Date.now() + 1000 * seconds;
  while (found.length < count && Date.now() < deadline) {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    for (const message of Messages) {
      if (!isAlarm(message)) found.push(message);
      await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message.ReceiptHandle! });
    }
  }
  return found;
}
