import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Kind } from "../../kind";
import type { Place } from "../../session";

/** The attributes of a queue as text; a missing queue is an error named QueueDoesNotExist. */
export async function queueAttributes(QueueUrl: string, aws: Place): Promise<Record<string, string>> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  return (await aws.client(SQSClient).send(command)).Attributes ?? {};
}

/** Sets attributes of a queue; an empty text removes one. */
export async function setQueueAttributes(QueueUrl: string, Attributes: Record<string, string>, aws: Place) {
  await aws.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

/**
 * A type that manages one attribute of an existing queue.
 *
 * @param input Name of the input with the attribute's JSON document.
 * @param attribute Name of the attribute in SQS.
 */
export function queueAttribute(input: string, attribute: string): Kind {
  return {
    inputs: { queueUrl: { replaces: true }, [input]: { json: true } },
    async create(inputs, aws) {
      await setQueueAttributes(inputs.queueUrl, { [attribute]: inputs[input] }, aws);
      return inputs.queueUrl;
    },
    async read(id, aws) {
      const value = (await queueAttributes(id, aws))[attribute];
      return value ? { inputs: { queueUrl: id, [input]: value }, outputs: {} } : undefined;
    },
    update: (id, inputs, aws) => setQueueAttributes(id, { [attribute]: inputs[input] }, aws),
    delete: (id, aws) => setQueueAttributes(id, { [attribute]: "" }, aws),
  };
}
