import type { Decision } from "../../../runtime/model/journalItems";
import type { Verdict } from "../../../runtime/model/verdict";
import type { AccountText } from "../../accountNames";
import { callsTitle, driftTitle, meanings } from "../../output/decision";
import { outcomeTone, outcomeWords, type Tone } from "../../report/words";
import { type Resource, resourceOf } from "./resource";
import { callLines, filled, type Section } from "./section";

/** A decision or a plan: what happened and what it means, then the calls and what remains. */
export interface DecisionView {
  outcome: string;
  tone: Tone;
  meaning: string;
  reason: string;
  resource?: Resource;
  tags: [name: string, value: string][];
  /** What the containment opened and could not close. */
  openNow: string[];
  sections: Section[];
}

/** A decision or a plan, in the words of the command line. */
export function decisionView(verdict: Verdict | Decision, accountText: AccountText): DecisionView {
  const { outcome, reason, target, tags = {}, openNow = [] } = verdict;
  return {
    outcome: outcomeWords(outcome),
    tone: outcomeTone(outcome),
    meaning: meanings[outcome],
    reason,
    ...(target && { resource: resourceOf(target, accountText) }),
    tags: Object.entries(tags),
    openNow,
    sections: filled([[callsTitle(outcome), callLines(verdict.calls)], ...leftSections(verdict)]),
  };
}

/** What a decision or a plan leaves. */
export const leftSections = ({
  outcome,
  remains = [],
  drift = [],
  evidence = [],
}: Verdict | Decision): [title: string, items: string[]][] => [
  ["Residual risk", remains],
  [driftTitle(outcome), drift],
  ["Evidence", evidence.map(({ kind, id }) => `${kind} ${id}`)],
];
