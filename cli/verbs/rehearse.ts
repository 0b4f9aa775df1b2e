import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { costInWords } from "../../rehearsal/cost";
import { courses } from "../../rehearsal/courses";
import { newRun } from "../../rehearsal/names";
import { defaultRole } from "../../rehearsal/permissions";
import { type Played, rehearse as rehearseAll } from "../../rehearsal/rehearse";
import { type Removed, removeAll } from "../../rehearsal/remove/remove";
import { plannedSeconds } from "../../rehearsal/waits";
import { accountOf, regionOf } from "../accountOption";
import { confirm } from "../confirm";
import { readDirectory } from "../directory";
import { openJournal } from "../journal";
import { safe, say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { checkNamed, enterAccount, inAccount, type RehearsalAccount } from "../rehearsal/account";
import { chosenResponses, sharing, whatSharingNeeds } from "../rehearsal/chosen";
import { followedBy, leftContained, realPlace } from "../rehearsal/place";
import { holds, type Line, lineOf, maskedText, type Report } from "../rehearsal/report";
import { stopOnSignals } from "../rehearsal/stop";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args {
  account: string;
  region?: string;
  only?: string;
  "share-with"?: string;
  role: string;
  report?: string;
  yes: boolean;
  json: boolean;
}

export const rehearse: Verb = {
  command: "rehearse",
  summary: "Run test incidents in a real account: create test resources, contain, release, remove",
  options: {
    account: { ...commonOptions.account, demandOption: true },
    region: { ...commonOptions.region, describe: "Region such as eu-west-1; by default the home Region" },
    only: {
      type: "string",
      requiresArg: true,
      describe: `Only these responses, separated by commas: ${Object.keys(courses).join(",")}`,
    },
    "share-with": {
      type: "string",
      requiresArg: true,
      describe:
        "For unshare-copy: an account that may not have your copies, with which an empty snapshot is shared for some seconds",
    },
    role: {
      type: "string",
      requiresArg: true,
      default: defaultRole,
      describe: "The role in that account that creates the test resources (see docs/rehearsal.md)",
    },
    report: { type: "string", requiresArg: true, describe: "Write a report without account ids to this file" },
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    ["rehearse --account 444455556666", "Shows what it will do and cost, asks, and rehearses every response"],
    [
      "rehearse --account 444455556666 --only block-principal --yes --json",
      "For a pipeline: exit code 0 if all incidents ended as expected",
    ],
  ],
  async run(args: Args, world) {
    const to = { account: accountOf(args.account), role: args.role };
    const directory = await readDirectory(world);
    const region = regionOf(args.region ?? directory.homeRegion);
    const shareWith = args["share-with"] && accountOf(args["share-with"], "--share-with");
    const responses = chosenResponses({ only: args.only, shareWith }, directory.responses);
    checkNamed(directory, to.account);
    const where: RehearsalAccount = { ...to, region };
    const clients = await enterAccount(world, directory, where);
    const planned = plannedSeconds(responses);
    tell(world, planText(where, responses, planned));
    if (args.only === undefined && !shareWith) tell(world, `${sharing} is left out: ${whatSharingNeeds}.`);
    await confirm(world, `Rehearse in account ${to.account}, ${region}?`, args.yes);
    const run = newRun(world.now());
    const place = realPlace(where, directory, clients, run);
    const journal = await openJournal(world, directory);
    const stop = stopOnSignals(() => tell(world, "Stopped. Removing the test resources."));
    const followed = followedBy(world, directory, journal, stop.pause);
    const clear = async () => {
      for (const { id, response } of await leftContained(journal, where)) {
        const payload = { containment: id, reason: "left by a rehearsal" };
        await followed
          .command(response, { command: "release", ...payload })
          .catch((error: Error) => tell(world, `Could not release it; removing it anyway: ${safe(error.message)}`));
      }
      return inAccount(where, "find the resources of rehearsals", () => removeAll(place, (time) => sleep(time)));
    };
    const started = world.now();
    const leftovers = await clear();
    if (leftovers.removed.length > 0)
      tell(world, `Removed leftovers of an earlier rehearsal: ${leftovers.removed.map(safe).join(", ")}`);
    const { exceptionTagKey } = directory;
    const { pause } = stop;
    const stage = { run, place, followed, ssm: clients.ssm, exceptionTagKey, pause, ...(shareWith && { shareWith }) };
    const note = (result: Played) => tell(world, progressOf(result));
    const played = await rehearseAll(stage, responses, note, stop.stopped);
    tell(world, "Removing the test resources.");
    const removed = await clear().catch((error: Error): Removed => ({ removed: [], left: [error.message] }));
    stop.end();
    const report: Report = {
      run,
      account: to.account,
      region,
      startedAt: started.toISOString(),
      seconds: Math.round((world.now().getTime() - started.getTime()) / 100) / 10,
      plannedSeconds: planned,
      incidents: played.map(lineOf),
      leftovers: leftovers.removed,
      removed: removed.removed.length,
      left: removed.left,
      stopped: stop.stopped(),
      held: holds(played, responses, removed, stop.stopped()),
    };
    if (args.json) sayJson(world, report);
    else say(world, reportText(world, report));
    if (args.report) await writeFile(args.report, maskedText(report));
    return report.held ? 0 : 1;
  },
};

function planText({ account, region, role }: RehearsalAccount, responses: string[], planned: number): string {
  return [
    `In account ${account}, ${region}, the role ${safe(role)} creates a VPC, an instance, a task, users, roles, a group, a function, a`,
    `snapshot, a trail and buckets, as ${responses.join(", ")} require,`,
    `all with the tag firebreak:rehearsal. Firebreak contains and releases them.`,
    `At the end, these resources and leftovers of earlier rehearsals are removed. Nothing else is changed.`,
    `${costInWords(responses)} It waits for AWS for at most about ${Math.ceil(planned / 60)} minutes in total (${planned} s).`,
  ].join("\n");
}

const progressOf = ({ title, decision, fault }: Played): string =>
  `${fault ? "FAULT" : "held "} ${safe(title)}: ${decision?.outcome ?? "no outcome"}${fault ? `; ${safe(fault)}` : ""}`;

function reportText(world: World, report: Report): string {
  const style = styleOf(world);
  const { incidents, left, held, stopped, seconds, removed } = report;
  const rows = incidents.map((line) => [
    style.outcomeCell(line.difference ? "failed" : (line.outcome ?? line.expected)),
    `${line.seconds.toFixed(1)} s`,
    `${line.calls ?? 0}`,
    [safe(line.title), ...detailsOf(line)].join("\n"),
  ]);
  const count = incidents.filter((line) => !line.difference).length;
  return [
    tableText(world, ["OUTCOME", "TIME", "CALLS", "INCIDENT"], rows),
    `${count} of ${incidents.length} incidents ended as expected in ${seconds} s; ${removed} resources were removed.`,
    ...(left.length > 0 ? [`NOT REMOVED, remove them by hand: ${left.map(safe).join("; ")}`] : []),
    ...(stopped ? ["The rehearsal was stopped early."] : []),
    held ? "The rehearsal succeeded." : "The rehearsal FAILED.",
  ].join("\n");
}

function detailsOf({ sessions, refused, difference }: Line): string[] {
  return [
    ...sessions.map(
      ({ role, packedPolicySize }) => `session of ${safe(role)}: policy at ${packedPolicySize}% of the size limit`,
    ),
    ...(refused.length > 0 ? [`AWS refused ${refused.map(safe).join(", ")}`] : []),
    ...(difference ? [`NOT AS EXPECTED: ${safe(difference)}`] : []),
  ];
}
