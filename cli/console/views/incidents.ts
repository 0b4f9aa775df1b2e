import { z } from "zod";
import { severityBand } from "../../../runtime/model/finding";
import { outcomes } from "../../../runtime/model/outcome";
import type { AccountText } from "../../accountNames";
import { accountId } from "../../given";
import { idToShow } from "../../output/decisionTable";
import { severityText } from "../../output/style";
import { needsAction } from "../../report/attention";
import type { Incident } from "../../report/incidents";
import { incidentTitle } from "../../report/incidentTitle";
import { outcomeTone, outcomeWords, type Tone } from "../../report/words";
import type { Snapshot } from "../snapshot";
import { type Resource, resourceOf } from "./resource";

/** An incident in a list. */
export interface IncidentRow {
  /** What opens it, the same as in the lists of the command line. */
  id: string;
  key: string;
  at: string;
  severity?: string;
  outcome: string;
  tone: Tone;
  title: string;
  type: string;
  response: string;
  account: string;
  region: string;
  resource?: Resource;
  reason: string;
}

/** A page of incidents, and what the filters can be set to. */
export interface IncidentPage {
  rows: IncidentRow[];
  page: number;
  pages: number;
  /** How many the filters leave. */
  found: number;
  /** How many there are since the given time. */
  all: number;
  choices: { accounts: [id: string, text: string][]; responses: string[]; outcomes: [id: string, text: string][] };
}

/** What the address of the page says about the list. */
export const incidentFilter = z.object({
  since: z.string().max(40).default("7d"),
  text: z.string().max(200).default(""),
  severity: z.enum(["low", "medium", "high", "critical"]).optional(),
  outcome: z.enum(outcomes).optional(),
  account: accountId.optional(),
  response: z.string().max(100).optional(),
  needs: z.literal("action").optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});

export type IncidentFilter = z.infer<typeof incidentFilter>;

/** Rows on a page. */
const pageSize = 50;

/** The incidents that the filters leave, newest first. A search finds those that have all its words. */
export function incidentPage(
  { incidents, accountText }: Snapshot,
  since: string,
  filter: IncidentFilter,
): IncidentPage {
  const all = incidents.filter(({ last }) => last >= since);
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(
    (incident) => isWanted(incident, filter) && (words.length === 0 || hasAll(searched(incident, accountText), words)),
  );
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(filter.page, pages);
  const shown = found.slice((page - 1) * pageSize, page * pageSize);
  const accounts = [...new Set(all.map((incident) => incident.accountId).filter(Boolean))].sort();
  return {
    rows: shown.map((incident) => incidentRow(incident, accountText)),
    page,
    pages,
    found: found.length,
    all: all.length,
    choices: {
      accounts: accounts.map((id) => [id, accountText(id)]),
      responses: [...new Set(all.map(({ response }) => response))].sort(),
      outcomes: outcomes.map((outcome) => [outcome, outcomeWords(outcome)]),
    },
  };
}

/** An incident in a list, with what happened last. */
export function incidentRow(incident: Incident, accountText: AccountText): IncidentRow {
  const { anchor, about, outcome, response, target, accountId: account, region, decisions, last } = incident;
  const ending = decisions.findLast((decision) => decision.outcome === outcome) ?? decisions.at(-1)!;
  return {
    id: idToShow(ending),
    key: anchor,
    at: last,
    ...(about && { severity: severityText(about.severity) }),
    outcome: outcomeWords(outcome),
    tone: outcomeTone(outcome),
    title: incidentTitle(incident),
    type: about?.type ?? "",
    response,
    account: account ? accountText(account) : "",
    region,
    ...(target && { resource: resourceOf(target, accountText) }),
    reason: ending.reason,
  };
}

const isWanted = (incident: Incident, { severity, outcome, account, response, needs }: IncidentFilter): boolean =>
  (!severity || (incident.about !== undefined && severityBand(incident.about.severity) === severity)) &&
  (!outcome || incident.outcome === outcome) &&
  (!account || incident.accountId === account) &&
  (!response || incident.response === response) &&
  (!needs || needsAction(incident));

const hasAll = (text: string, words: string[]): boolean => words.every((word) => text.includes(word));

const searched = (
  { finding, response, target, about, accountId: account, region, decisions }: Incident,
  accountText: AccountText,
) =>
  [
    ...[finding, response, region, about?.type, about?.title, target?.arn, target?.id, target?.name],
    account && accountText(account),
    ...decisions.flatMap(({ containment, reason, run }) => [containment, reason, run]),
  ]
    .join(" ")
    .toLowerCase();
