/** One call to AWS that a plan asks for. `input` may hold placeholders, see `placeholder`. */
export interface Call {
  /** The key of the client in the response's `clients`. */
  service: string;
  /** The operation's name as in AWS's API reference, for example ModifyNetworkInterfaceAttribute. */
  operation: string;
  input: Record<string, unknown>;
  /** Why the call is needed, in words for people. */
  reason: string;
  /** The parts of the state that have to be read again after the call. */
  changes: string[];
  /** The target counts as contained without it; then it is the named rest of a `partial` outcome. */
  secondary?: boolean;
  /** Seconds to wait before the call. */
  wait?: number;
  /** Nothing to do but to wait for its end, which comes with an event of its own. */
  pending?: boolean;
  /** What has to be read back before the call may be made; the executor reads again first. */
  waitsFor?: string;
  /**
   * The part of the target that the call leaves less safe than it was, until a call with the same `closes` is made. Both are
   * one unit: the time for both is looked at before the first, and the second is tried until the end.
   */
  opens?: string;
  /** The calls after it are less worth without it; that it failed is told even where it is not needed any more. */
  prepares?: boolean;
  /** It cannot be made now, and another delivery may be able to. */
  again?: boolean;
  /** The part of the target that the call makes safe. */
  closes?: string;
  /** Gives the part back as it was before, where `closes` cannot be made. It needs a session that releases. */
  undo?: Call;
}

/** What the API returned that has to be kept with the containment, for example snapshot ids. */
export interface Evidence {
  kind: string;
  id: string;
}

/** What a release will do and what it leaves because it was changed by others meanwhile. */
export interface ReleasePlan {
  calls: Call[];
  drift: string[];
  /** What stays as containment made it because it cannot be put back; while there is any the containment stays open. */
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
