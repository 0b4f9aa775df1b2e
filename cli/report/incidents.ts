import { createHash } from "node:crypto";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import type { Target } from "../../runtime/model/target";
import { accountIn } from "../accountNames";
import type { ReportData } from "./data";

/** The decisions of one response about one finding and one target. */
export interface Incident {
  /** Its anchor on the page, the same in every report. */
  anchor: string;
  finding: string;
  response: string;
  target?: Target;
  about?: Decision["about"];
  /** Empty if the event could not be understood. */
  accountId: string;
  /** The account's id and its name if that is known. */
  account: string;
  region: string;
  /** Oldest first. Includes releases of the containment that are recorded with another finding. */
  decisions: Decision[];
  /** The current outcome. */
  outcome: Outcome;
  containment?: Containment;
  first: string;
  last: string;
}

type Grouped = Pick<ReportData, "decisions" | "containments" | "accountNames">;

/** Groups decisions into incidents, newest first. */
export function incidentsOf({ decisions, containments, accountNames }: Grouped): Incident[] {
  const byId = new Map(containments.map((item) => [item.id, item]));
  const groups = new Map<string, Decision[]>();
  for (const decision of [...decisions].sort((left, right) => compare(left.at, right.at))) {
    const key = JSON.stringify([decision.finding, decision.target?.arn ?? "", decision.response]);
    const group = groups.get(key);
    if (group) group.push(decision);
    else groups.set(key, [decision]);
  }
  const ends = endsByContainment(decisions);
  return [...groups]
    .map(([key, own]) => incidentOf(key, own, ends, byId))
    .map((incident) => ({ ...incident, account: accountIn(accountNames, incident.accountId).join(" ") }))
    .sort((left, right) => compare(right.first, left.first) || compare(left.anchor, right.anchor));
}

function incidentOf(
  key: string,
  own: Decision[],
  ends: Map<string, Decision[]>,
  byId: Map<string, Containment>,
): Omit<Incident, "account"> {
  const first = own[0]!;
  const id = own.find((decision) => decision.containment)?.containment;
  const others = (id ? (ends.get(id) ?? []) : []).filter((end) => end.finding !== first.finding);
  const decisions = withEnds(own, others);
  const target = own.find((decision) => decision.target)?.target;
  const about = own.findLast((decision) => decision.about)?.about;
  return {
    anchor: `incident-${createHash("sha256").update(key).digest("hex").slice(0, 12)}`,
    finding: first.finding,
    response: first.response,
    ...(target && { target }),
    ...(about && { about }),
    accountId: target?.accountId ?? about?.accountId ?? "",
    region: target?.region ?? about?.region ?? "",
    decisions,
    outcome: standing(decisions.map((decision) => decision.outcome)),
    ...(id && byId.has(id) && { containment: byId.get(id)! }),
    first: first.at,
    last: decisions.at(-1)!.at,
  };
}

/**
 * A release belongs to the incident if the incident held the containment then; later containments of the target do not.
 */
function withEnds(own: Decision[], others: Decision[]): Decision[] {
  if (others.length === 0) return own;
  const known = new Set(own);
  const kept: Decision[] = [];
  for (const decision of [...own, ...others].sort((left, right) => compare(left.at, right.at))) {
    const holds = kept.length > 0 && holding.includes(standing(kept.map((item) => item.outcome)));
    if (known.has(decision) || holds) kept.push(decision);
  }
  return kept;
}

/** The outcomes after which a finding may hold a containment. */
const holding: Outcome[] = ["contained", "already-contained", "recontained", "partial", "started", "failed"];

/** A requested release is recorded with one finding, even if other findings held the containment too. */
function endsByContainment(decisions: Decision[]): Map<string, Decision[]> {
  const ends = new Map<string, Decision[]>();
  for (const decision of decisions) {
    const { containment, outcome } = decision;
    if (!containment || (outcome !== "released" && outcome !== "gone")) continue;
    ends.set(containment, [...(ends.get(containment) ?? []), decision]);
  }
  return ends;
}

/**
 * The current outcome after a sequence of outcomes. A repeated finding does not change it: the repeat is
 * `already-contained` during the containment, and `skipped` after a release or while another finding holds it.
 */
export function standing(outcomes: Outcome[]): Outcome {
  return outcomes.reduce((before, outcome) => {
    if (outcome === "already-contained" && ["contained", "recontained", "partial"].includes(before)) return before;
    if (
      outcome === "skipped" &&
      ["contained", "already-contained", "recontained", "partial", "released", "gone"].includes(before)
    ) {
      return before;
    }
    return outcome;
  });
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
