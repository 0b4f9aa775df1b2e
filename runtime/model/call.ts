/** One call to AWS that a plan asks for. `input` may hold placeholders, see `placeholder`. */
export interface Call {
  /** The key of the client in the response's `clients`. */
  service: string;
  /** The operation's name as in AWS's API reference, for example ModifyNetworkInterfaceAttribute. */
  operation: string;
  input: Record<string, unknown>;
  /** Why the call is needed, for people. */
  reason: string;
  /** The parts of the state that must be read again after the call. */
  changes: string[];
  /** The target counts as contained without it; the outcome is then `partial` and names the call. */
  secondary?: boolean;
  /** Seconds to wait before the call. */
  wait?: number;
  /** A wait for an end, which a separate event reports. */
  pending?: boolean;
  /** What must be read back before the call may be made; the executor reads again first. */
  waitsFor?: string;
  /**
   * The part of the target that the call leaves less safe, until a call with the same `closes` is made. Both are one unit: the time
   * for both is checked before the first, and the second is retried until the end.
   */
  opens?: string;
  /** Later calls depend on it; its failure is reported even if the plan no longer has it. */
  prepares?: boolean;
  /** It cannot be made now, but a later delivery may be able to. */
  again?: boolean;
  /** The part of the target that the call makes safe. */
  closes?: string;
  /** What the response keeps in the journal before the call is made, see `notesBefore`. */
  marks?: string[];
  /** The kind of evidence of these marks, if it is another one than the response's. */
  marksAs?: string;
  /** It renews what AWS ends by itself, or follows what AWS completes: nobody has undone the containment, and nobody is asked. */
  renews?: boolean;
  /** It needs a session that releases. */
  releases?: boolean;
  /** Restores the part if `closes` cannot be made. It needs a session that releases. */
  undo?: Call;
}

/** An API result that is kept with the containment, for example a snapshot id. */
export interface Evidence {
  kind: string;
  id: string;
}

/** What a release will do, and what it leaves because others changed it. */
export interface ReleasePlan {
  calls: Call[];
  drift: string[];
  /** What cannot be restored and stays as the containment made it; if there is any, the containment stays open. */
  stuck?: string[];
}

/** A stand-in for an id that does not exist yet; the executor stops before the first call that holds one. */
export function placeholder(what: string): string {
  return `{{${what}}}`;
}

/** Whether a call still waits for an id or for a reading. */
export function isUnresolved(call: Call): boolean {
  return call.waitsFor !== undefined || /\{\{.*?\}\}/.test(JSON.stringify(call.input));
}

/**
 * What the journal must keep before a call is made, where AWS offers no mark: the journal then proves who made what the call
 * makes. A call that was not made leaves such a note without anything behind it.
 */
export function notesBefore(response: { marksAs?: string }, call: Pick<Call, "marks" | "marksAs">): Evidence[] {
  const kind = call.marksAs ?? response.marksAs;
  return kind === undefined ? [] : (call.marks ?? []).map((id) => ({ kind, id }));
}
