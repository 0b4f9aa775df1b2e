import { canHappen, type FaultKind, faultKinds, isKill } from "../models/faultKinds";
import type { Fault, Span, WireCall } from "../models/wire";

/** The direction that a case puts its fault into. */
export type Phase = "contain" | "release";

/** What may come after the first delivery that did not end well. */
export const interruptions = ["pause", "mode approve", "exemption tag"] as const;
export type Interruption = (typeof interruptions)[number];

/** One row of the table: what happens to which call. */
export interface Case {
  scenario: string;
  phase: Phase;
  /** Absent in a case that only lags. */
  fault?: Fault;
  /** The call that the fault hits, in words. */
  call: string;
  between?: Interruption;
  /** A service that answers from its earlier state, for so many reads after each change. */
  lag?: { service: string; readings: number };
}

/** The order of the cases that show the same: the first is the shortest. */
const spans: Span[] = ["once", "delivery", "twice", "always"];

const spansOf = (kind: FaultKind): Span[] =>
  isKill(kind) ? ["once", "twice", "always"] : ["once", "delivery", "always"];

/** The faults that stop a delivery in ways that an interruption can follow. */
const interrupted: FaultKind[] = [
  "throttled",
  "denied",
  "time-out after the effect",
  "killed before the call",
  "killed after the call",
];

/**
 * Every case of one recording: each call with each kind of fault, once; and for the first of several calls that are alike,
 * every longer span.
 */
export function casesOf(scenario: string, phase: Phase, recording: WireCall[]): Case[] {
  const isFirst = (call: WireCall) => recording.find(({ signature }) => signature === call.signature) === call;
  return recording.flatMap((call) =>
    faultKinds
      .filter((kind) => canHappen(kind, call))
      .flatMap((kind) =>
        spansOf(kind)
          .filter((span) => span === "once" || isFirst(call))
          .map((span): Case => ({ scenario, phase, call: nameOf(call), fault: { at: call.index, kind, span } })),
      ),
  );
}

/** The same case with each possible interruption after its first delivery: only a failed delivery is repeated. */
export function interruptedCases(one: Case): Case[] {
  const { fault, lag } = one;
  if (!fault || lag || fault.span !== "once" || !interrupted.includes(fault.kind)) return [];
  return interruptions.map((between) => ({ ...one, between }));
}

/** How many reads after each change return the earlier state. */
export const lags = [1, 3];

/** A service that lags, alone and with a run that is killed at any call; `recording` holds the calls while it lags. */
export function lagCases(scenario: string, phase: Phase, lag: NonNullable<Case["lag"]>, recording: WireCall[]): Case[] {
  const killed = recording.map((call): Case => {
    const fault: Fault = { at: call.index, kind: "killed after the call", span: "once" };
    return { scenario, phase, call: nameOf(call), fault, lag };
  });
  return [{ scenario, phase, call: "no call", lag }, ...(lag.readings === lags[0] ? killed : [])];
}

/** A call's name. */
export const nameOf = ({ service, operation }: Pick<WireCall, "service" | "operation">) => `${service} ${operation}`;

/** A case in one line, enough to run it again. */
export function textOf({ scenario, phase, fault, call, between, lag }: Case): string {
  return [
    scenario,
    phase,
    ...(fault ? [`call ${fault.at} ${call}`, fault.kind, fault.span] : [call]),
    ...(lag ? [`${lag.service} lags ${lag.readings}`] : []),
    ...(between ? [`then ${between}`] : []),
  ].join(" | ");
}

/** The size of a case: smaller is shorter. */
export const lengthOf = ({ fault, between, lag }: Case): number =>
  (fault ? 1 + spans.indexOf(fault.span) : 0) + (between ? 10 : 0) + (lag ? 5 : 0);
