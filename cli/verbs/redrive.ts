import type { LetterCount, Redriven } from "../../runtime/functions/shared/redrive";
import { confirm } from "../confirm";
import { readDirectory, redriverOf } from "../directory";
import { invoke } from "../invoke";
import { safe, say, sayJson, tell } from "../output/print";
import { working } from "../progress";
import { reasonOf } from "../reason";
import { commonOptions, type Verb } from "../verb";

interface Args {
  response: string;
  count: boolean;
  reason?: string;
  yes: boolean;
  json: boolean;
}

export const redrive: Verb = {
  command: "redrive <response>",
  summary: "Redrive the dead letters of a response",
  positionals: {
    response: { type: "string", demandOption: true, describe: "Name of the response, such as isolate-instance" },
  },
  options: {
    count: { type: "boolean", default: false, describe: "Only show the count" },
    reason: { ...commonOptions.reason, demandOption: false },
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    ["redrive isolate-instance --count", "How many findings were not processed"],
    ["redrive isolate-instance", "After the cause is fixed"],
  ],
  async run({ response, count, reason, yes, json }: Args, world) {
    const why = reason === undefined ? {} : { reason: reasonOf({ reason }) };
    const name = redriverOf(await readDirectory(world), response);
    const { deadLetters } = await invoke<LetterCount>(
      world,
      { functionName: name, alias: "operate" },
      { command: "dead-letters" },
    );
    if (count || deadLetters === 0) {
      if (json) sayJson(world, { response, deadLetters, moved: false });
      else say(world, `${response} has ${letters(deadLetters)}.`);
      return 0;
    }
    await confirm(world, `Redrive ${letters(deadLetters)} of ${response}?`, yes);
    const { moved, left } = await working(world, `redriving the dead letters of ${response}`, () =>
      invoke<Redriven>(world, { functionName: name, alias: "operate" }, { command: "redrive", ...why }),
    );
    if (left) tell(world, `The others stay in the dead-letter queue: ${safe(left)}`);
    if (json) sayJson(world, { response, deadLetters: moved, moved: moved > 0, ...(left && { left }) });
    else say(world, `${letters(moved)} of ${response} will be delivered again.`);
    return left ? 1 : 0;
  },
};

const letters = (count: number) => `${count} dead letter${count === 1 ? "" : "s"}`;
