import type { SQS } from "@aws-sdk/client-sqs";
import { confirm } from "../confirm";
import { readDirectory } from "../directory";
import { say, sayJson } from "../output/print";
import { callAws, problem } from "../problem";
import { commonOptions, type Verb } from "../verb";

interface Args {
  response: string;
  count: boolean;
  yes: boolean;
  json: boolean;
}

export const redrive: Verb = {
  command: "redrive <response>",
  summary: "Let the dead letters of a response be delivered again",
  positionals: {
    response: { type: "string", demandOption: true, describe: "Name of the response, such as isolate-instance" },
  },
  options: {
    count: { type: "boolean", default: false, describe: "Only say how many there are" },
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    ["redrive isolate-instance --count", "How many findings nobody acted on"],
    ["redrive isolate-instance", "After the cause is removed"],
  ],
  async run({ response, count, yes, json }: Args, world) {
    const directory = await readDirectory(world);
    const queue = directory.queues[response];
    if (!queue) {
      throw problem(`"${response}" has no queue; there are ${Object.keys(directory.queues).join(", ")}`, 2);
    }
    const sqs = await world.aws.sqs();
    const { arn, waiting } = await lettersIn(sqs, queue.dead);
    const result = (moved: boolean) => {
      if (json) sayJson(world, { response, deadLetters: waiting, moved });
      else if (moved) say(world, `${letters(waiting)} of ${response} will be delivered again.`);
      else say(world, `${response} has ${letters(waiting)}.`);
      return 0 as const;
    };
    if (count || waiting === 0) return result(false);
    await confirm(world, `Deliver ${letters(waiting)} of ${response} again?`, yes);
    await callAws(`move the dead letters of ${response}`, "operatorPolicy", () =>
      // The function put them there, so that SQS does not know where they came from:
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
      sqs.startMessageMoveTask({ SourceArn: arn, DestinationArn: arn.replace(/-kept$/, "") }),
    );
    return result(true);
  },
};

const letters = (count: number) => `${count} dead letter${count === 1 ? "" : "s"}`;

async function lettersIn(sqs: Pick<SQS, "getQueueAttributes">, QueueUrl: string) {
  const { Attributes = {} } = await callAws("count the dead letters", "operatorPolicy", () =>
    sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"] }),
  );
  return { arn: Attributes["QueueArn"]!, waiting: Number(Attributes["ApproximateNumberOfMessages"] ?? 0) };
}
