import type { Approval, Containment, Decision } from "../../runtime/model/journalItems";
import { type AccountText, accountTexts } from "../accountNames";
import { readDirectory } from "../directory";
import { openJournal } from "../journal";
import { type Found, lookUp, searchedDays } from "../lookUp";
import {
  findingLines,
  indented,
  meanings,
  releaseAskedText,
  section,
  targetText,
  verdictText,
} from "../output/decision";
import { approvalSteps, containmentSteps, decisionSteps } from "../output/nextSteps";
import { safe, say, sayJson } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { age, shortTime } from "../output/time";
import { type Problem, problem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import { approvalLines } from "./approvalLines";
import { priorStateLines } from "./priorState";

export const show: Verb = {
  command: "show <id>",
  summary: "Show a containment, an approval, a finding or a resource",
  positionals: {
    id: {
      type: "string",
      demandOption: true,
      describe: "Id of a containment, approval, finding, resource or run, or ARN of a resource",
    },
  },
  options: { json: commonOptions.json },
  examples: [
    ["show 5f1c0c2f9a3b7d4e", "A containment with its timeline and next commands"],
    ["show arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0", "Everything that happened to it"],
    ["show i-0123456789abcdef0", "The same by its id"],
  ],
  async run({ id, json }: { id: string; json: boolean }, world) {
    const journal = await openJournal(world, await readDirectory(world));
    const found = await lookUp(journal, id, world.now());
    if (!found) throw nothingAbout(id);
    if (json) sayJson(world, found);
    else say(world, text({ style: styleOf(world), accountText: await accountTexts(journal), now: world.now() }, found));
    return 0;
  },
};

/** The problem that the journal has nothing about an id. */
export const nothingAbout = (id: string): Problem =>
  problem(
    `The journal has nothing about "${safe(id)}": it must be the id of a containment, an approval, a finding or ` +
      `a run, the full ARN of a resource, or the id of a resource with a decision in the last ${searchedDays} days.`,
  );

/** What every part of the text needs. */
interface Telling {
  style: Style;
  accountText: AccountText;
  now: Date;
}

function text(telling: Telling, { containments, decisions, approval }: Found): string {
  const { style } = telling;
  const steps = new Set([
    ...containments.flatMap(containmentSteps),
    ...(approval ? approvalSteps(approval) : []),
    ...(containments.length === 0 && !approval ? decisions.slice(-1).flatMap(decisionSteps) : []),
  ]);
  const last = decisions.at(-1);
  return [
    ...(last ? [summary(telling, last)] : []),
    ...containments.map((item) => containmentText(telling, item)),
    ...(approval ? [approvalText(telling, approval)] : []),
    [style.title("Timeline (UTC)"), ...indented(decisions.flatMap((decision) => entry(telling, decision)))].join("\n"),
    ...(steps.size > 0 ? [section(style, "Next", [...steps].map(style.command)).join("\n")] : []),
  ].join("\n\n");
}

/** What happened last and what it means. */
function summary({ style, accountText }: Telling, decision: Decision): string {
  const { outcome, response, target, about, reason, at, openNow = [] } = decision;
  return [
    `${style.outcome(outcome)}  ${safe(response)}${target ? `  ${targetText(target, accountText)}` : ""}, ${shortTime(at)} UTC`,
    ...indented([
      ...(openNow.length > 0 ? [style.warning(`OPEN NOW: ${openNow.map(safe).join(", ")}`)] : []),
      ...findingLines(about),
      `why: ${safe(reason)}`,
      meanings[outcome],
    ]),
  ].join("\n");
}

function containmentText({ style, accountText, now }: Telling, containment: Containment): string {
  const { id, response, status, target, holds, evidence, remains, priorState, updatedAt, releaseAsked } = containment;
  const held = Object.values(holds).map(
    (hold) => `${safe(hold.finding)}  ${safe(hold.type)}  since ${shortTime(hold.since)}`,
  );
  return [
    style.title(`Containment ${safe(id)}: ${safe(response)}  ${targetText(target, accountText)}`),
    ...indented([
      `${style.outcome(safe(status ?? "nothing was changed"))}, last changed ${age(updatedAt, now)} ago`,
      safe(target.arn),
      ...(releaseAsked ? [style.warning(releaseAskedText(releaseAsked))] : []),
      ...section(style, "Held by", held),
      ...section(style, "Residual risk", remains.map(safe)),
      ...section(
        style,
        "Evidence",
        evidence.map((item) => `${safe(item.kind)} ${safe(item.id)}`),
      ),
      ...section(style, "Prior state", priorStateLines(priorState)),
    ]),
  ].join("\n");
}

function approvalText({ style, accountText, now }: Telling, approval: Approval): string {
  const { id, response, target } = approval;
  return [
    style.title(`Approval request ${safe(id)}: ${safe(response)}  ${targetText(target, accountText)}`),
    ...indented(approvalLines(style, approval, now)),
  ].join("\n");
}

function entry({ style, accountText }: Telling, decision: Decision): string[] {
  const { at, finding, by, said, seconds, callCount, run, response } = decision;
  const [head, ...lines] = verdictText(style, decision, response, accountText).split("\n");
  return [
    `${shortTime(at)}  ${head}`,
    ...lines,
    ...indented([
      `finding ${safe(finding)}`,
      ...(by ? [`requested by ${safe(by)}${said ? `: ${safe(said)}` : ""}`] : []),
      style.faint(`${callCount} API calls in ${seconds} s, run ${safe(run)}`),
    ]),
  ];
}
