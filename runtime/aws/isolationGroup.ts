/** One rule of one of our groups, with one source. `id` is known only if it was needed. */
export interface Rule {
  id?: string;
  egress: boolean;
  protocol: string;
  /** A range, a group or a prefix list. */
  source: string;
}

/** The two groups that isolation uses in a VPC; `open` makes flows untracked, `closed` cuts them. A database needs only `closed`. */
export type GroupKind = "open" | "closed";

/** One of our groups. */
export interface IsolationGroup {
  id: string;
  vpcId: string;
  kind: GroupKind;
  rules: Rule[];
}

/** The tag that marks the groups as ours; its value is the kind. */
export const groupTag = "firebreak:isolation";
/** The prefix of the names of our groups; used to look them up, never as proof. */
export const groupNamePrefix = "firebreak-isolation-";
/** The first group of a kind in a VPC by id, so that every run chooses the same one. */
export function groupOf(
  { groups }: { groups: IsolationGroup[] },
  vpcId: string,
  kind: GroupKind,
): IsolationGroup | undefined {
  return groups
    .filter((group) => group.vpcId === vpcId && group.kind === kind)
    .sort((left, right) => (left.id < right.id ? -1 : 1))[0];
}

/** The exact rules of a group of this kind: none, or all traffic in both directions over IPv4 and IPv6. */
export function wantedRules(kind: GroupKind): Rule[] {
  if (kind === "closed") return [];
  return [false, true].flatMap((egress) => ["0.0.0.0/0", "::/0"].map((source) => ({ egress, protocol: "-1", source })));
}

const same = (left: Rule, right: Rule) =>
  left.egress === right.egress && left.protocol === right.protocol && left.source === right.source;

/** The rules of a group that must go. */
export function surplusRules(group: IsolationGroup): Rule[] {
  return group.rules.filter((rule) => !wantedRules(group.kind).some((wanted) => same(wanted, rule)));
}

/** The rules that a group lacks. */
export function missingRules(group: IsolationGroup): Rule[] {
  return wantedRules(group.kind).filter((wanted) => !group.rules.some((rule) => same(wanted, rule)));
}

/** A group is used only if its rules are exactly the wanted ones, regardless of its name and tags. */
export function isVerified(group: IsolationGroup | undefined): group is IsolationGroup {
  return group !== undefined && surplusRules(group).length === 0 && missingRules(group).length === 0;
}

/**
 * Whether an open group can be used: it allows all egress, as every new group does, and all ingress or none. Its ingress rules
 * exist only while they are needed.
 */
export function isUsable(group: IsolationGroup | undefined): group is IsolationGroup {
  return group !== undefined && surplusRules(group).length === 0 && missingRules(group).every((rule) => !rule.egress);
}
