import type { Decision } from "../../../runtime/model/journalItems";
import { namesInWords } from "../../../runtime/model/namesInWords";
import type { Target } from "../../../runtime/model/target";
import type { Found } from "../../lookUp";
import { callsTitle } from "../../output/decision";
import { approvalSteps, containmentSteps } from "../../output/nextSteps";
import { severityText } from "../../output/style";
import { outcomeTone, outcomeWords, type Tone } from "../../report/words";
import { priorStateLines } from "../../verbs/priorState";
import type { May } from "../may";
import type { Snapshot } from "../snapshot";
import { type ApprovalView, approvalView } from "./approvals";
import { type DecisionView, decisionView, leftSections } from "./decision";
import { type HeldView, heldView } from "./held";
import { awsLink } from "./resource";
import { callLines, filled, type Section } from "./section";

/** One step of what happened. */
export interface Step {
  at: string;
  title: string;
  tone: Tone;
  texts: string[];
  sections: Section[];
  link?: string;
}

/** Everything about an incident: what happened last and what it means, what to do, and how it came. */
export interface ShownView {
  title: string;
  type?: string;
  severity?: string;
  link?: string;
  last?: DecisionView;
  held: (HeldView & { priorState: string[] })[];
  approval?: ApprovalView;
  timeline: Step[];
  /** The next commands of the command line. */
  commands: string[];
}

/** What the journal has about an id, as `show` finds it. */
export function shownView(snapshot: Snapshot, may: May, { containments, decisions, approval }: Found): ShownView {
  const { accountText, now } = snapshot;
  const last = decisions.at(-1);
  const about = decisions.findLast((decision) => decision.about)?.about ?? approval?.finding;
  const link = awsLink(decisions.findLast((decision) => decision.about)?.about?.link);
  const waits = approval?.status === "waiting" && Date.parse(approval.expiresAt) > now.getTime();
  return {
    title: about?.title || titleOf(last ?? approval ?? containments[0]),
    ...(about && { type: about.type, severity: severityText(about.severity) }),
    ...(link && { link }),
    ...(last && { last: decisionView(last, accountText) }),
    held: containments
      .filter(({ priorState }) => priorState !== undefined)
      .map((item) => ({ ...heldView(snapshot, may, item), priorState: priorStateLines(item.priorState) })),
    ...(approval && waits && { approval: approvalView(snapshot, may, approval) }),
    timeline: timelineOf(decisions),
    commands: [
      ...new Set([...containments.flatMap(containmentSteps), ...(approval && waits ? approvalSteps(approval) : [])]),
    ],
  };
}

/** What stands for the title of a finding. */
const titleOf = (item: { response: string; target?: Target } | undefined): string =>
  [item?.response ?? "Incident", ...(item?.target ? [`of ${item.target.id}`] : [])].join(" ");

/** What happened, step by step: each finding once, then its plan or calls, the proof, what remains, and the release. */
export function timelineOf(decisions: Decision[]): Step[] {
  const known = new Set<string>();
  return decisions.flatMap((decision) => {
    const isNew = decision.about !== undefined && !known.has(decision.finding);
    known.add(decision.finding);
    return [...(isNew ? [findingStep(decision)] : []), ...callSteps(decision), proofStep(decision)];
  });
}

function findingStep({ about, finding, at }: Decision): Step {
  const { type, severity, title, sentAt, named, sample } = about!;
  const link = awsLink(about!.link);
  return {
    at: sentAt || at,
    title: `Finding: ${title}`,
    tone: "quiet",
    texts: [
      `${type}, severity ${severityText(severity)}`,
      `finding ${finding}`,
      ...(named ? [`names ${namesInWords(named)}`] : []),
      ...(sample ? ["It is a sample."] : []),
    ],
    sections: [],
    ...(link && { link }),
  };
}

const callSteps = ({ at, outcome, calls, by, said }: Decision): Step[] =>
  calls.length === 0 && !by
    ? []
    : [
        {
          at,
          title: outcome === "released" ? "Release" : outcome === "awaiting-approval" ? "Plan" : "Containment",
          tone: "quiet",
          texts: by ? [`requested by ${by}${said ? `: ${said}` : ""}`] : [],
          sections: filled([[callsTitle(outcome), callLines(calls)]]),
        },
      ];

function proofStep(decision: Decision): Step {
  const { at, outcome, reason, callCount, seconds, run, openNow = [] } = decision;
  return {
    at,
    title: outcomeWords(outcome),
    tone: outcomeTone(outcome),
    texts: [reason, `${callCount} API calls in ${seconds} s, run ${run}`],
    sections: filled([["Open now", openNow], ...leftSections(decision)]),
  };
}
