import type { Directory } from "../../components/documents/directoryContent";
import { isThrottled } from "../../runtime/lib/errors";
import { inParallel } from "../../runtime/lib/inParallel";
import type { Verdict } from "../../runtime/model/verdict";
import { functionOf, readDirectory } from "../directory";
import { readEvents } from "../eventFile";
import { invoke } from "../invoke";
import { verdictText } from "../output/decision";
import { jsonList, safe, say, tell } from "../output/print";
import { styleOf } from "../output/style";
import { isProblem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args {
  file: string;
  response?: string;
  json: boolean;
}

/** What one response would do about an event. */
interface Planned {
  response: string;
  verdicts: Verdict[];
}

/**
 * How many plans each function makes at the same time. Plans share the functions' reserved concurrency with real incidents,
 * which must never wait for them: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const atOnce = 2;

/** How often a plan gives way to incidents before it ends, and the seconds of the first wait. */
const tries = 6;
const firstWait = 2;

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
    for (const name of responses) functionOf(directory, name);
    const printed = json ? jsonList(world) : textList(world);
    let failed = false;
    const inOrder = ordered<Planned[]>((planned, at) => {
      failed ||= planned.some(({ verdicts }) =>
        verdicts.some(({ outcome }) => ["refused", "failed"].includes(outcome)),
      );
      if (json) for (const one of planned) printed.add(one);
      else printed.add(planText(world, planned, events[at]!));
      if (events.length > 1) tell(world, `${at + 1} of ${events.length} planned`);
    });
    try {
      await inParallel([...events.keys()], atOnce, async (at) => {
        const asked = responses.map((name) => ask(world, directory, name, events[at]!));
        inOrder(await Promise.all(asked), at);
      });
    } finally {
      printed.end();
    }
    return failed ? 1 : 0;
  },
};

/** Asks one response, and gives way while AWS refuses because of its limits: then incidents need the function. */
async function ask(world: World, directory: Directory, response: string, event: object): Promise<Planned> {
  const functionName = functionOf(directory, response);
  for (let tried = 1; ; tried++) {
    try {
      const payload = { command: "plan", event };
      return { response, verdicts: await invoke<Verdict[]>(world, { functionName, alias: "operate" }, payload) };
    } catch (error) {
      if (tried === tries || !isProblem(error) || !isThrottled(error.cause)) throw error;
      tell(world, `${response} is busy with incidents: this plan waits.`);
      await world.wait(firstWait ** tried);
    }
  }
}

/** Passes results on in the order of their numbers, each as soon as all before it are there. */
function ordered<Result>(pass: (result: Result, at: number) => void): (result: Result, at: number) => void {
  const early: Record<number, Result> = {};
  let next = 0;
  return (result, at) => {
    early[at] = result;
    for (; next in early; next++) {
      pass(early[next]!, next);
      delete early[next];
    }
  };
}

/** Texts with a blank line between them. */
function textList(world: World) {
  let begun = false;
  return {
    add(text: unknown) {
      say(world, `${begun ? "\n" : ""}${text}`);
      begun = true;
    },
    end() {},
  };
}

/** Responses that act on the finding come first; those that leave it to others are not listed. */
function planText(world: World, planned: Planned[], event: Record<string, unknown>): string {
  const style = styleOf(world);
  const all = planned.flatMap(({ response, verdicts }) => verdicts.map((verdict) => ({ response, verdict })));
  if (all.length === 0) return `No response acts on the ${safe(event["detail-type"] ?? "event")} ${safe(idOf(event))}.`;
  const skips = (item: { verdict: Verdict }) => Number(item.verdict.outcome === "skipped");
  return all
    .sort((left, right) => skips(left) - skips(right))
    .map(({ response, verdict }) => verdictText(style, verdict, response))
    .join("\n\n");
}

const idOf = ({ detail }: Record<string, unknown>): unknown => (detail as { id?: unknown } | undefined)?.id ?? "";
