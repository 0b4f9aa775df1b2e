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
  summary: "Let the dead letters of a response be delivered again",
  positionals: {
    response: { type: "string", demandOption: true, describe: "Name of the response, such as isolate-instance" },
  },
  options: {
    count: { type: "boolean", default: false, describe: "Only say how many there are" },
    reason: { ...commonOptions.reason, demandOption: false },
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    ["redrive isolate-instance --count", "How many findings nobody acted on"],
    ["redrive isolate-instance", "After the cause is removed"],
  ],
  async run({ response, count, reason, yes, json }: Args, world) {
    const why = reason === undefined ? {} : { reason: reasonOf({ reason }) };
    const name = redriverOf(await readDirectory(world), response);
    const { deadLetters } = await invoke<LetterCount>(world, name, "operate", { command: "dead-letters" });
    if (count || deadLetters === 0) {
      if (json) sayJson(world, { response, deadLetters, moved: false });
      else say(world, `${response} has ${letters(deadLetters)}.`);
      return 0;
    }
    await confirm(world, `Deliver ${letters(deadLetters)} of ${response} again?`, yes);
    const { moved, left } = await working(world, `${response} takes back its dead letters`, () =>
      invoke<Redriven>(world, name, "operate", { command: "redrive", ...why }),
    );
    if (left) tell(world, `The others are still kept: ${safe(left)}`);
    if (json) sayJson(world, { response, deadLetters: moved, moved: moved > 0, ...(left && { left }) });
    else say(world, `${letters(moved)} of ${response} will be delivered again.`);
    return left ? 1 : 0;
  },
};

const letters = (count: number) => `${count} dead letter${count === 1 ? "" : "s"}`;
