/** A statement of an IAM policy, before account, Region and target are known. */
export interface Permission {
  sid: string;
  actions: string[];
  /**
   * ARN patterns with `{partition}`, `{account}` and `{region}`. `{target}` stands for the target's id: `*` in the role's policy,
   * the actual id in the session policy of a containment. `{cluster}` stands for the cluster that the id of a pod begins with, or
   * for the cluster itself.
   */
  resources: string[];
  condition?: Record<string, Record<string, string | string[]>>;
  /** Why `resources` is `*`, where it is. */
  why?: string;
  /** Needed in one direction only; the role of the other direction does not have it. */
  phase?: Phase;
  /** Needed only for targets of this `Target.kind`; a session for another kind does not get it. */
  targetKind?: string;
  /**
   * A separate role has it, used by a second session: two rights that must not be combined, such as writing a policy and attaching
   * it. The clients of the second session are `writeClients`.
   */
  session?: "write";
}

/** The two directions of a response, and the look-up before them that turns an internal id into a name. */
export type Phase = "contain" | "release" | "resolve";
