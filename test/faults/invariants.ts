import { decisionId } from "../../runtime/model/decisionId";
import type { Decision } from "../../runtime/model/journalItems";
import type { WireCall } from "../models/wire";
import type { Case } from "./cases";
import type { Claim, Observed } from "./observe";

/** What holds in every case. */
export const invariants = {
  safe: "no end state is less safe than the start",
  true: "never called what it is not",
  recorded: "always a decision in the journal, or a message that comes again",
  kept: "what was there before and the evidence are kept",
  back: "a release gives back exactly what was there",
  once: "nothing is done twice",
  told: "people are notified where something is wrong",
  bus: "a decision is on the bus, or noted as not there yet",
  ends: "what passes is contained, or released, in the end",
} as const;

export type Invariant = keyof typeof invariants;

export interface Violation {
  invariant: Invariant;
  what: string;
}

const claimsContained = ["contained", "already-contained", "recontained"];

/**
 * Milliseconds until what a killed run left open is closed: its message arrives after 45 seconds. If the run that
 * closes it is killed too, its message returns only after the visibility timeout.
 */
const longestOpen = 60_000;

/** The required end of the faulty phase. `about` are the decisions as they stand now. */
export function check(one: Case, seen: Observed, about: Decision[]): Violation[] {
  const gone = saysGone(one, about);
  return [
    ...(isLost(one) ? [] : safe(one, seen)),
    ...trueClaims(one, seen.claims, gone),
    ...(one.phase === "contain" ? recorded(one, seen, about) : []),
    ...(gone || isLost(one) ? [] : kept(seen)),
    ...once(seen),
    ...told(one, seen, about),
    ...onTheBus(seen, about),
  ];
}

/**
 * Whether every run dies at the same call before it has its effect, for ever: then nothing can close what is open, or record
 * what was made. All that is required is that people and the journal learn of it.
 */
const isLost = ({ fault }: Case) => fault?.kind === "killed before the call" && fault.span === "always";

/**
 * Whether the target reached its final state: a fault that passes does not prevent that, nor may it take longer than
 * the next hourly check. A change that a person made meanwhile may.
 */
export function hasEnded(one: Case, { truth }: Observed, about: Decision[]): boolean {
  if (one.between || one.fault?.span === "always" || saysGone(one, about)) return true;
  return one.phase === "contain" ? truth.isContained : truth.isAsBefore;
}

/** What is wrong with a target that did not reach its final state. */
export function notEnded({ truth }: Observed): Violation {
  const state = truth.isCut ? "cut, not all done" : truth.isAsBefore ? "as it was" : "half done";
  return { invariant: "ends", what: `in the end it is ${state}` };
}

/**
 * AWS said for a whole run that there is no such target: then `gone` is right, whatever the truth. A single answer of that
 * kind is normal under eventual consistency, and proves nothing.
 */
function saysGone({ fault }: Case, about: Decision[]): boolean {
  return fault?.kind === "not found yet" && fault.span !== "once" && about.some(({ outcome }) => outcome === "gone");
}

function safe({ fault }: Case, { exposed, leftAtEnd, truth }: Observed): Violation[] {
  const of = (what: string): Violation => ({ invariant: "safe", what });
  const long = exposed.filter(
    ({ from, until, killed }) => fault?.span === "once" && killed && until !== undefined && until - from > longestOpen,
  );
  return [
    ...(truth.more.length > 0 ? [of(`in the end: ${truth.more.join(", ")}`)] : []),
    ...leftAtEnd.map(({ delivery, what }) => of(`${delivery.what} ended (${delivery.how}) with ${what.join(", ")}`)),
    ...long.map(({ from, until, what }) => of(`for ${Math.round((until! - from) / 1000)} s after a kill: ${what[0]}`)),
  ];
}

function trueClaims({ fault }: Case, claims: Claim[], gone: boolean): Violation[] {
  const of = ({ decision }: Claim, what: string): Violation => ({
    invariant: "true",
    what: `"${decision.outcome}" (${decision.reason.slice(0, 80)}): ${what}`,
  });
  return claims.flatMap((claim) => {
    const { decision, truth } = claim;
    const { outcome } = decision;
    if (claimsContained.includes(outcome) && !truth.isCut) return [of(claim, "it is not cut")];
    if (claimsContained.includes(outcome) && !truth.isContained) return [of(claim, "not all is done")];
    if (outcome === "partial" && truth.lost === 0) return [of(claim, "nothing is cut")];
    if (outcome === "released" && !truth.isAsBefore) return [of(claim, "it is not as it was")];
    if (outcome === "gone" && !gone && fault) return [of(claim, "it is there")];
    return [];
  });
}

/** If the journal itself fails for ever, a dead letter is all there can be. */
function recorded({ fault, call }: Case, { waiting, dead, deliveries }: Observed, about: Decision[]): Violation[] {
  if (about.length > 0 || waiting > 0) return [];
  const hopeless = fault?.span === "always" && call.startsWith("DynamoDB") && dead > 0;
  if (hopeless) return [];
  const what = dead > 0 ? "a dead letter without a decision" : "no decision, and nothing comes again";
  return [{ invariant: "recorded", what: `${what} after ${deliveries.length} deliveries` }];
}

function kept({ truth, containment, evidence, noted }: Observed): Violation[] {
  const of = (what: string): Violation => ({ invariant: "kept", what });
  const lost = evidence.filter((id) => !noted.includes(id));
  return [
    ...(!truth.isAsBefore && containment?.priorState === undefined
      ? [of("changed, and the earlier state is not kept")]
      : []),
    ...lost.map((id) => of(`${id} is not noted`)),
  ];
}

function once({ twice, published, calls }: Observed): Violation[] {
  const of = (what: string): Violation => ({ invariant: "once", what });
  const publishing = calls.filter(
    ({ service, operation, error }) => `${service} ${operation}` === "SNS Publish" && !isRefusal(error),
  );
  const again = publishing.filter((call, at) => {
    const earlier = publishing[at - 1];
    return earlier && isSameNews(earlier, call) && knewItWasOut(earlier, calls);
  });
  return [
    ...twice.map((what) => of(`${what} twice`)),
    ...(published.length > 0 ? again.map(({ input }) => of(`the notice "${input.Subject}" twice`)) : []),
  ];
}

/** A notice that was not sent: the call failed before its effect. A lost answer is unknown here and counts as sent. */
const isRefusal = (error: string | undefined) => error !== undefined && error !== "killed" && error !== "TimeoutError";

/** A person who asks for a release again gets an answer again. */
const isSameNews = (earlier: WireCall, call: WireCall) =>
  earlier.input.Subject === call.input.Subject &&
  !(call.caller.startsWith("release") && call.caller !== earlier.caller);

/** Whether a run learned that its notice was out and could record it: then it must not be sent again. */
function knewItWasOut(call: WireCall, calls: WireCall[]): boolean {
  if (call.error) return false;
  const later = calls.slice(calls.indexOf(call) + 1);
  // What is noted about the bus says nothing about the notice.
  const isWrite = ({ service, operation, input }: WireCall) =>
    service === "DynamoDB" && !/Get|Query/.test(operation) && !input.Key?.pk?.S?.startsWith("outbox#");
  const note = later.find((item) => item.caller === call.caller && isWrite(item));
  return note !== undefined && note.error === undefined;
}

function onTheBus({ put, unsent }: Observed, about: Decision[]): Violation[] {
  const lost = about.filter((decision) => ![...put, ...unsent].includes(decisionId(decision)));
  return lost.map(({ outcome }) => ({ invariant: "bus", what: `the decision "${outcome}" will never be on the bus` }));
}

const wrong = ["failed", "partial"];

function told({ fault, call, between }: Case, seen: Observed, about: Decision[]): Violation[] {
  const of = (what: string): Violation => ({ invariant: "told", what });
  const { published, truth, waiting, dead } = seen;
  const noticesOf = (outcome: string) => published.filter(({ attributes }) => attributes["outcome"] === outcome);
  const pending = fault?.span === "always" && call === "SNS Publish" && dead + waiting > 0;
  const untold = about.filter(({ outcome }) => wrong.includes(outcome) && noticesOf(outcome).length === 0);
  const false_ = about.filter(({ notice, outcome }) => notice === "sent" && noticesOf(outcome).length === 0);
  const silent = !truth.isContained && !truth.isAsBefore && waiting === 0 && !between && published.length === 0;
  const open = truth.more.length > 0 && !published.some(({ text }) => text.includes("OPEN NOW"));
  return [
    ...(pending ? [] : untold.map(({ outcome }) => of(`nobody was told "${outcome}"`))),
    ...false_.map(({ outcome }) => of(`"${outcome}" is noted as told, and was not`)),
    ...(silent && !pending ? [of("half done, and nobody was told")] : []),
    ...(open ? [of("left open, and nobody was told")] : []),
  ];
}
