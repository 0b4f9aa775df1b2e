import type { Directory } from "../../components/documents/directoryContent";
import type { Pause } from "../../runtime/model/journalItems";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { confirm } from "../confirm";
import { functionOf, readDirectory } from "../directory";
import { invoke } from "../invoke";
import { openJournal } from "../journal";
import { isWaiting } from "../meant";
import { safe, say, sayJson } from "../output/print";
import { shortTime } from "../output/time";
import { problem } from "../problem";
import { reasonOf } from "../reason";
import type { Verb } from "../verb";
import type { World } from "../world";
import { type ActArgs, actOptions } from "./act";

export const pause: Verb = {
  command: "pause",
  summary: "Pause all containment: findings wait for approval until resume",
  options: {
    ...actOptions,
    hours: {
      type: "number",
      range: { least: 0.01, most: 720, whole: false },
      requiresArg: true,
      describe: "End the pause automatically after this many hours, at most 720",
    },
  },
  examples: [
    ['pause --reason "game day"', "No new containments; existing containments stay"],
    ['pause --hours 4 --reason "game day"', "The same, with an automatic end"],
  ],
  run: async (args: ActArgs & { hours?: number }, world) => {
    const { hours } = args;
    return change(
      world,
      args,
      { command: "pause", hours },
      "All responses will stop containing, and findings will wait for approval. Pause?",
    );
  },
};

export const resume: Verb = {
  command: "resume",
  summary: "End the pause",
  options: actOptions,
  examples: [['resume --reason "game day is over"', "Requests from during the pause are still pending, see approvals"]],
  run: (args: ActArgs, world) =>
    change(world, args, { command: "resume" }, "All responses will contain again. Resume?"),
};

async function change(
  world: World,
  args: ActArgs,
  { command, hours }: { command: "pause" | "resume"; hours?: number | undefined },
  question: string,
): Promise<0 | 1> {
  const reason = reasonOf(args);
  const directory = await readDirectory(world);
  // The pause applies to all responses, so any response's function can record it.
  const response = directory.responses[0];
  if (!response) throw problem("No responses are deployed.");
  await confirm(world, question, args.yes);
  const payload = { command, reason, ...(hours !== undefined && { hours }) };
  const state = await invoke<Pause>(
    world,
    { functionName: functionOf(directory, response), alias: "operate" },
    payload,
  );
  if (args.json) sayJson(world, state);
  else {
    const what = state.paused ? "All responses are paused" : "The pause is over";
    say(world, `${what} since ${shortTime(state.at)} UTC, by ${safe(state.by)}: ${safe(state.reason)}`);
    if (state.until) say(world, `It ends automatically at ${shortTime(state.until)} UTC.`);
    if (!state.paused) say(world, await waitingText(world, directory));
  }
  return 0;
}

/** What still waits after the pause. */
async function waitingText(world: World, directory: Directory): Promise<string> {
  const all = await (await openJournal(world, directory)).allApprovals();
  const count = all.filter((item) => isWaiting(item, world.now())).length;
  if (count === 0) return "Nothing waits for approval.";
  return `${count} ${count === 1 ? "request waits" : "requests wait"} for approval: ${operatorCommand("approvals")}`;
}
