import type { Evidence } from "../model/call";
import type {
  Approval,
  Containment,
  ContainmentStatus,
  Decision,
  Hold,
  Pause,
  ReleaseAsked,
} from "../model/journalItems";
import type { Target } from "../model/target";
import type { Cap } from "../policy/caps";
import type { ExemptionId } from "./exceptions";

/** What was contained, and what a run may write about it. */
export interface Containments {
  /** The containment; undefined if there is none. */
  getContainment(id: string): Promise<Containment | undefined>;
  /**
   * What is held now, by one response or by all, oldest first. What was written within the last second or so may be missing.
   */
  heldContainments(response?: string): Promise<Containment[]>;
  /**
   * The containments of a response in an account that were worked on since a time. What was written within the last second or so
   * may be missing.
   */
  containmentsIn(response: string, account: string, since: string): Promise<Containment[]>;
  /**
   * The ids of a response's containments with outcome `started` on one of the days. What was written within the last second or so
   * may be missing.
   *
   * @param days such as 2026-11-25
   */
  startedContainments(response: string, days: string[]): Promise<string[]>;
  /**
   * Notes that people are reminded of a containment.
   *
   * @returns whether no other run has noted it since the containment was read, and it is still held
   */
  markReminded(known: Containment, at: string): Promise<boolean>;
  /**
   * Notes that a person is asked to release a containment.
   *
   * @returns whether it is held and that was not asked before
   */
  noteReleaseAsked(id: string, asked: ReleaseAsked): Promise<boolean>;
  /** What a run may write. */
  writer(run: string): Writer;
}

/**
 * The writes of one run. Only `claim` needs no claim; every other one changes nothing without it. A run that lost its claim
 * must not write: another run has taken over.
 */
export interface Writer {
  /**
   * Claims the containment of a response on a target, and makes it if there is none.
   *
   * @param time.now milliseconds since 1970
   * @param time.until when the claim expires: a run that dies must not block others forever
   * @returns the containment as it stood, with this claim; undefined if another run has it
   */
  claim(response: string, target: Target, time: { now: number; until: number }): Promise<Containment | undefined>;
  /**
   * Begins a containment: saves the prior state with the finding's hold, and counts it, on condition that there is no obstacle.
   * All of it is written or nothing.
   *
   * @returns the obstacles; empty if it has begun
   * @throws ClaimLost
   */
  begin(id: string, beginning: Beginning): Promise<Obstacle[]>;
  /**
   * Saves the prior state and the finding's hold. What was saved earlier stays: after a crash the target may already be half
   * changed.
   *
   * @throws ClaimLost
   */
  savePriorState(id: string, priorState: unknown, hold: Hold): Promise<void>;
  /** Saves parts of the prior state that are read only after the first change. Saved parts stay. @throws ClaimLost */
  addToPriorState(id: string, more: object): Promise<void>;
  /** Adds evidence as soon as it exists. @throws ClaimLost */
  addEvidence(id: string, evidence: Evidence[]): Promise<void>;
  /** Notes that a release is in progress. @throws ClaimLost */
  startRelease(id: string): Promise<void>;
  /**
   * Writes how a run ends: the containment and the decision change together or not at all. This returns the claim, unless people
   * must be notified first; then `closeRun` returns it.
   *
   * @throws ClaimLost; then nothing is written
   */
  finish(id: string, ending: Ending, decision: Decision): Promise<void>;
  /** Notes that people were notified and returns the claim, both or neither. @throws ClaimLost */
  closeRun(id: string, decision: Decision): Promise<void>;
  /** Returns the claim without a result, if the run still has it. A containment that never changed anything is deleted. */
  unclaim(containment: Containment): Promise<void>;
}

/** A containment that begins with the first change, and its conditions. */
export interface Beginning {
  /** The target's state before the first change. An earlier one stays. */
  priorState: unknown;
  hold: Hold;
  /** The approval of the finding and target, and the one that was given, if one was. */
  approval: { id: string; given?: Approval };
  /** Nothing begins while all responses are paused. */
  unlessPaused: boolean;
  cap?: Cap;
  group?: GroupLimit;
}

/** A group of resources of one account, and how many of them a response may hold contained at a time. */
export interface GroupLimit {
  /** What the group belongs to, such as the response and the account. */
  scope: string;
  name: string;
  most: number;
}

/** Why a containment does not begin. Nothing was written then. */
export type Obstacle =
  | { kind: "paused"; pause: Pause }
  /** A request about the same target is waiting, was declined, or has changed since it was read. */
  | { kind: "approval"; approval: Approval }
  | { kind: "cap" }
  | { kind: "group" };

/** How a run ends for the containment. */
export interface Ending {
  status: ContainmentStatus;
  remains: string[];
  /** The hold to add. */
  hold?: Hold;
  /** The finding whose hold goes. */
  drop?: string;
  /** All evidence, where it was not noted as soon as it existed. */
  evidence?: Evidence[];
  /** An exemption that is over with it, if there is one. */
  exemption?: ExemptionId;
  /** The approval that allowed it and is used with it. If it ended in another way in the meantime, it stays as it is. */
  approval?: Approval;
  /** The group that it no longer counts towards. */
  group?: Omit<GroupLimit, "most">;
}

/**
 * Whether the run that just claimed a containment created it: no earlier run left anything on this target, and earlier decisions
 * about it, if any, changed nothing.
 */
export const isFirst = ({ status, at, updatedAt }: Containment): boolean => status === undefined && at === updatedAt;
