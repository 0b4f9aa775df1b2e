/** A statement of an IAM policy, before account, Region and target are known. */
export interface Permission {
  sid: string;
  actions: string[];
  /**
   * ARN patterns with `{partition}`, `{account}` and `{region}`. `{target}` stands for the target's id: `*` in the role's
   * policy, the very id in the session policy of one containment.
   */
  resources: string[];
  condition?: Record<string, Record<string, string | string[]>>;
  /** Why `resources` is `*`, where it is. */
  why?: string;
  /** Needed in one direction only; the role of the other direction does not have it. */
  phase?: Phase;
  /** Needed for targets of this kind only, in the words of `Target.kind`; a session for another one does not get it. */
  targetKind?: string;
  /**
   * A role of its own has it, and a second session uses that: two rights that must not come together, such as writing a
   * policy and attaching it. The clients of the second session are `writeClients`.
   */
  session?: "write";
}

/** The two directions of a response, and the look-up before them that turns an id of AWS into a name. */
export type Phase = "contain" | "release" | "resolve";
