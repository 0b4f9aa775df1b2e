import type { Played } from "../../rehearsal/rehearse";
import type { Removed } from "../../rehearsal/remove/remove";

/** What a rehearsal came to. */
export interface Report {
  run: string;
  account: string;
  region: string;
  startedAt: string;
  seconds: number;
  plannedSeconds: number;
  incidents: Line[];
  /** What earlier rehearsals had left, what this one removed, and what it could not remove. */
  leftovers: string[];
  removed: number;
  left: string[];
  /** Whether a person stopped it. */
  stopped: boolean;
  held: boolean;
}

/** What one incident came to. */
export interface Line {
  response: string;
  title: string;
  expected: string;
  outcome: string | null;
  seconds: number;
  /** Calls of AWS's API in the run that decided, and the sessions that it opened. */
  calls: number | null;
  sessions: { role: string; packedPolicySize: number }[];
  /** Actions that AWS refused. */
  refused: string[];
  /** How it differs from what is expected. */
  difference: string | null;
}

/** One incident as the report has it. */
export function lineOf({ response, title, expected, decision, seconds, fault }: Played): Line {
  const texts = decision ? [decision.reason, ...decision.remains] : [];
  return {
    response,
    title,
    expected,
    outcome: decision?.outcome ?? null,
    seconds,
    calls: decision?.callCount ?? null,
    sessions: decision?.sessions ?? [],
    refused: refusedIn([...texts, fault ?? ""]),
    difference: fault ?? null,
  };
}

/** The actions that texts of AWS say were denied: "not authorized to perform: ec2:CreateSecurityGroup". */
export function refusedIn(texts: string[]): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(/perform:? ?([a-z0-9-]+:[A-Za-z0-9]+)/g)]);
  return [...new Set(found.map(([, action]) => action!))].sort();
}

/** Whether everything was as expected, and nothing of it is left. */
export const holds = (played: Played[], wanted: string[], { left }: Removed, stopped: boolean): boolean =>
  !stopped &&
  left.length === 0 &&
  wanted.every((name) => played.some(({ response }) => response === name)) &&
  played.every(({ fault }) => fault === undefined);

/** A report that can be shown to strangers: ids of accounts, keys and users are masked. */
export function maskedText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
    .replace(/\b\d{12}\b/g, "************")
    .replace(/\bo-[a-z0-9]{10,32}\b/g, "o-**********")
    .replace(/\b(AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}\b/g, "$1****************")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "***@***");
}
