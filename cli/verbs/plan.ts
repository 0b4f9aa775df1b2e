import type { Verdict } from "../../runtime/model/verdict";
import { functionOf, readDirectory } from "../directory";
import { readEvents } from "../eventFile";
import { invoke } from "../invoke";
import { verdictText } from "../output/decision";
import { say, sayJson } from "../output/print";
import { styleOf } from "../output/style";
import { working } from "../progress";
import { commonOptions, type Verb } from "../verb";

interface Args {
  file: string;
  response?: string;
  json: boolean;
}

export const plan: Verb = {
  command: "plan <file>",
  summary: "Show what Firebreak would do about a finding; changes nothing",
  positionals: {
    file: {
      type: "string",
      demandOption: true,
      describe:
        "An event as EventBridge delivers it, or the output of `aws guardduty get-findings`; - reads standard input",
    },
  },
  options: {
    response: { type: "string", requiresArg: true, describe: "Only this response" },
    json: commonOptions.json,
  },
  examples: [
    ["plan finding.json", "What every response would do"],
    ["plan finding.json --response isolate-instance", "What one response would do"],
  ],
  async run({ file, response, json }: Args, world) {
    const events = await readEvents(world, file);
    const directory = await readDirectory(world);
    const responses = response ? [response] : directory.responses;
    const names = responses.map((name) => [name, functionOf(directory, name)] as const);
    const plans = await working(world, `asking ${responses.join(", ")}`, () =>
      Promise.all(
        events.flatMap((event) =>
          names.map(async ([name, functionName]) => ({
            response: name,
            verdicts: await invoke<Verdict[]>(world, { functionName, alias: "operate" }, { command: "plan", event }),
          })),
        ),
      ),
    );
    if (json) sayJson(world, plans);
    else {
      const style = styleOf(world);
      // Responses that act on the finding come first.
      const texts = plans
        .flatMap((item) => item.verdicts.map((verdict) => ({ ...item, verdict })))
        .sort((left, right) => Number(left.verdict.outcome === "skipped") - Number(right.verdict.outcome === "skipped"))
        .map((item) => verdictText(style, item.verdict, item.response));
      say(world, texts.join("\n\n"));
    }
    return plans.some((item) => item.verdicts.some(({ outcome }) => outcome === "refused" || outcome === "failed"))
      ? 1
      : 0;
  },
};
