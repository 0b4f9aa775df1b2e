import type { Played } from "../../rehearsal/rehearse";
import type { Removed } from "../../rehearsal/remove/remove";

/** The result of a rehearsal. */
export interface Report {
  run: string;
  account: string;
  region: string;
  startedAt: string;
  seconds: number;
  plannedSeconds: number;
  incidents: Line[];
  /** What earlier rehearsals left, what this one removed, and what it could not remove. */
  leftovers: string[];
  removed: number;
  left: string[];
  /** Whether the user stopped it. */
  stopped: boolean;
  held: boolean;
}

/** The result of one incident. */
export interface Line {
  response: string;
  title: string;
  expected: string;
  outcome: string | null;
  seconds: number;
  /** AWS API calls of the deciding run, and its sessions. */
  calls: number | null;
  sessions: { role: string; packedPolicySize: number }[];
  /** Actions that AWS refused. */
  refused: string[];
  /** How it differs from the expectation. */
  difference: string | null;
}

/** One incident in the report. */
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

/** The denied actions in AWS's error messages: "not authorized to perform: ec2:CreateSecurityGroup". */
export function refusedIn(texts: string[]): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(/perform:? ?([a-z0-9-]+:[A-Za-z0-9]+)/g)]);
  return [...new Set(found.map(([, action]) => action!))].sort();
}

/** Whether everything was as expected, and nothing is left behind. */
export const holds = (played: Played[], wanted: string[], { left }: Removed, stopped: boolean): boolean =>
  !stopped &&
  left.length === 0 &&
  wanted.every((name) => played.some(({ response }) => response === name)) &&
  played.every(({ fault }) => fault === undefined);

/** The report as text that is safe to share: ids of accounts, keys and users are masked. */
export function maskedText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
    .replace(/\b\d{12}\b/g, "************")
    .replace(/\bo-[a-z0-9]{10,32}\b/g, "o-**********")
    .replace(/\b(AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}\b/g, "$1****************")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "***@***");
}
