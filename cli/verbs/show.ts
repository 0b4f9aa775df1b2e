import type { JournalReader } from "../../runtime/journal/journal";
import type { Approval, Containment, Decision } from "../../runtime/model/journalItems";
import { namesInWords } from "../../runtime/model/namesInWords";
import { readDirectory } from "../directory";
import { containmentsOf, openJournal } from "../journal";
import { section, targetText, verdictText } from "../output/decision";
import { approvalSteps, containmentSteps, decisionSteps } from "../output/nextSteps";
import { safe, say, sayJson } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { age, shortTime } from "../output/time";
import { problem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";
import { beforeLines } from "./before";

/** What the journal has about an id. */
export interface Shown {
  containments: Containment[];
  decisions: Decision[];
  approval?: Approval;
}

export const show: Verb = {
  command: "show <id>",
  summary: "Show a containment, an approval, a finding or a resource",
  positionals: {
    id: {
      type: "string",
      demandOption: true,
      describe: "Id of a containment, approval or finding, or ARN of a resource",
    },
  },
  options: { json: commonOptions.json },
  examples: [
    ["show 5f1c0c2f9a3b7d4e", "A containment with its timeline and next commands"],
    ["show arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0", "Everything that happened to it"],
  ],
  async run({ id, json }: { id: string; json: boolean }, world) {
    const journal = await openJournal(world, await readDirectory(world));
    const found = await find(journal, id);
    if (!found) {
      throw problem(
        `The journal has nothing about "${safe(id)}": it must be the id of a containment, an approval or a ` +
          "finding, or the full ARN of a resource.",
      );
    }
    if (json) sayJson(world, found);
    else say(world, text(world, found));
    return 0;
  },
};

async function find(journal: JournalReader, id: string): Promise<Shown | undefined> {
  if (id.startsWith("arn:")) return about(journal, await journal.decisionsAbout(id));
  const containment = await journal.getContainment(id);
  if (containment) {
    const decisions = await journal.decisionsAbout(containment.target.arn);
    return {
      containments: [containment],
      decisions: decisions.filter((decision) => decision.response === containment.response),
    };
  }
  const approval = await journal.getApproval(id);
  if (approval) {
    const decisions = await journal.decisionsOf(approval.finding.id);
    return {
      containments: [],
      approval,
      decisions: decisions.filter(
        (decision) => decision.response === approval.response && decision.target?.arn === approval.target.arn,
      ),
    };
  }
  return about(journal, await journal.decisionsOf(id));
}

async function about(journal: JournalReader, decisions: Decision[]): Promise<Shown | undefined> {
  if (decisions.length === 0) return undefined;
  return { decisions, containments: await containmentsOf(journal, decisions) };
}

function text(world: World, { containments, decisions, approval }: Shown): string {
  const style = styleOf(world);
  const steps = new Set([
    ...containments.flatMap(containmentSteps),
    ...(approval ? approvalSteps(approval) : []),
    ...(containments.length === 0 && !approval ? decisions.slice(-1).flatMap(decisionSteps) : []),
  ]);
  return [
    ...containments.map((item) => containmentText(style, item, world.now())),
    ...(approval ? [approvalText(style, approval)] : []),
    style.title("Timeline (UTC)"),
    ...decisions.map((decision) => entry(style, decision)),
    ...(steps.size > 0 ? [section(style, "Next", [...steps].map(style.command)).join("\n")] : []),
  ].join("\n\n");
}

function containmentText(style: Style, containment: Containment, now: Date): string {
  const { id, response, status, target, holds, evidence, remains, before, updatedAt } = containment;
  const held = Object.values(holds).map(
    (hold) => `${safe(hold.finding)}  ${safe(hold.type)}  since ${shortTime(hold.since)}`,
  );
  return [
    `${style.title(`${safe(response)}  ${targetText(target)}`)}`,
    `  ${style.outcome(safe(status ?? "nothing was changed"))}, containment ${safe(id)}, last changed ${age(updatedAt, now)} ago`,
    `  ${safe(target.arn)}`,
    ...section(style, "Held by", held),
    ...section(style, "Residual risk", remains.map(safe)),
    ...section(
      style,
      "Evidence",
      evidence.map((item) => `${safe(item.kind)} ${safe(item.id)}`),
    ),
    ...section(style, "Prior state", beforeLines(before)),
  ].join("\n");
}

function approvalText(style: Style, approval: Approval): string {
  const { id, response, target, status, reason, calls, remains, askedAt, expiresAt, by, why, decidedAt } = approval;
  return [
    style.title(`Approval request ${safe(id)}: ${safe(response)}  ${targetText(target)}`),
    `  ${style.outcome(status)}: ${safe(reason)}`,
    `  requested at ${shortTime(askedAt)}, ${status === "waiting" ? "expires" : "would have expired"} at ${shortTime(expiresAt)}`,
    ...(by || decidedAt
      ? [`  ${status}${by ? ` by ${safe(by)}` : ""} at ${shortTime(decidedAt ?? "")}${why ? `: ${safe(why)}` : ""}`]
      : []),
    ...section(
      style,
      "Would be done",
      calls.map((call) => `${safe(call.operation)}: ${safe(call.reason)}`),
    ),
    ...section(style, "Residual risk after approval", remains.map(safe)),
  ].join("\n");
}

function entry(style: Style, decision: Decision): string {
  const { at, about: finding, finding: id, by, said, seconds, callCount, run, response } = decision;
  const lines = [
    `${shortTime(at)}  ${verdictText(style, decision, response)}`,
    ...(finding ? [`  finding ${safe(finding.type)}, severity ${finding.severity}: ${safe(finding.title)}`] : []),
    `  finding ${safe(id)}`,
    ...(finding?.named ? [`  names ${safe(namesInWords(finding.named))}`] : []),
    ...(by ? [`  requested by ${safe(by)}${said ? `: ${safe(said)}` : ""}`] : []),
    style.faint(`  ${callCount} API calls in ${seconds} s, run ${safe(run)}`),
  ];
  return lines.join("\n");
}
