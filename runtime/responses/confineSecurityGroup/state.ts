import type { IsolationGroupNote } from "../../model/journalItems";
import { isSameRange } from "./addressRanges";
import { type Opening, publicOpenings } from "./publicRanges";

/** One ingress rule; EC2 keeps one source a rule. */
export interface IngressRule {
  id: string;
  /** As EC2 writes it: tcp, udp, icmp, icmpv6, a number, or -1 for every protocol. */
  protocol: string;
  /** First port or ICMP type; -1 for every one. */
  from: number;
  /** Last port or ICMP code; -1 for every one. */
  to: number;
  kind: "ipv4" | "ipv6" | "prefix-list" | "group";
  /** A CIDR block, or the id of a prefix list or group. */
  source: string;
  /** Empty if there is none. */
  description: string;
  tags: Record<string, string>;
}

/** A prefix list that a rule names: https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html */
export interface PrefixList {
  id: string;
  /** Such a list belongs to an AWS service and is never changed. */
  managedByAws: boolean;
  family?: 4 | 6;
  /** Undefined if the list is managed by AWS, was deleted or is no longer shared. */
  entries?: string[];
}

/** A group as EC2 shows it, with what its rules depend on. */
export interface GroupFacts {
  id: string;
  name: string;
  vpcId: string;
  ownerId: string;
  accountId: string;
  description: string;
  tags: Record<string, string>;
  rules: IngressRule[];
  prefixLists: PrefixList[];
  /** The ranges of the group's VPC, IPv4 and IPv6. */
  vpcRanges: string[];
  /** Set if the journal knows the group as one that isolate-instance made. */
  isolation?: { kind: IsolationGroupNote["kind"]; inUse: boolean };
}

/** Everything that confinement reads, as one plain object. */
export interface GroupState extends GroupFacts {
  /** How many network interfaces use the group. */
  interfaces: number;
  /** Rules that this containment is known to have revoked, by id. */
  revoked: string[];
  /** The containment's id, which the calls write into tags. */
  containment: string;
}

/** A rule as it is saved. */
export interface SavedRule extends IngressRule {
  /** Parts without room, in words. */
  leftOut?: string[];
}

/** What a release puts back. */
export interface GroupPriorState {
  rules: SavedRule[];
}

/** The settings of confine-security-group. */
export interface ConfineSettings {
  /** Replaces public sources; used only if it is in the group's VPC. */
  safeRangesIPv4: string;
  safeRangesIPv6: string;
  /** Other ranges for single VPCs, by the VPC's id. */
  safeRangesByVpc: Record<string, { ipv4?: string; ipv6?: string }>;
  /** TCP ports that may stay public, in the form of Config's `authorizedTcpPorts`: "443", "1020-1025". */
  allowedPublicPorts: string[];
}

/** The tag on rules that confinement added. */
export const containmentTag = "firebreak:containment";

/** The kind of evidence that names a rule which was revoked. */
export const revokedRule = "revoked-rule";

/** A rule in words: "tcp 22 from 0.0.0.0/0". */
export function inWords({ protocol, from, to, source }: IngressRule): string {
  if (protocol === "-1") return `all traffic from ${source}`;
  if (from < 0) return `${protocol} from ${source}`;
  if (protocol.startsWith("icmp")) return `${protocol} type ${from}${to < 0 ? "" : ` code ${to}`} from ${source}`;
  return `${protocol} ${from === to ? from : `${from}-${to}`} from ${source}`;
}

/** Whether two rules let the same source in on the same ports; EC2 keeps no two such rules in a group. */
export function isSameRule(left: IngressRule, right: IngressRule): boolean {
  return isSamePorts(left, right) && left.kind === right.kind && isSameRange(left.source, right.source);
}

/** Whether two rules have the same protocol and ports. */
export function isSamePorts(left: IngressRule, right: IngressRule): boolean {
  return left.protocol === right.protocol && left.from === right.from && left.to === right.to;
}

/** What the journal knows about a group of isolate-instance. Names and tags prove nothing: everyone can choose them. */
export function isolationOf(notes: IsolationGroupNote[], groupId: string, now: number): Pick<GroupFacts, "isolation"> {
  const note = notes.find((item) => item.groupId === groupId);
  return note ? { isolation: { kind: note.kind, inUse: (note.inUseUntil ?? 0) > now } } : {};
}

/** Whether isolation itself added the rule: the open group allows all ingress while an isolation is in progress. */
export function isIsolationRule({ isolation }: GroupFacts, rule: IngressRule): boolean {
  const everything = rule.protocol === "-1" && ["0.0.0.0/0", "::/0"].includes(rule.source);
  return everything && isolation?.kind === "open" && isolation.inUse;
}

/** The number of network interfaces that use the open group although no isolation is in progress; 0 for other groups. */
export function misuse({ isolation }: GroupFacts, interfaces: number): number {
  return isolation?.kind === "open" && !isolation.inUse ? interfaces : 0;
}

/**
 * The rules that make the group public and may be changed. References to groups, lists of AWS's services and the rules of
 * an isolation group are left out, and so is a group of another account.
 */
export function publicRules(state: GroupFacts, allowedPorts: string[]): IngressRule[] {
  if (state.ownerId !== state.accountId) return [];
  const openings = state.rules
    .filter((rule) => rule.kind !== "group" && !isManagedByAws(state, rule) && !isIsolationRule(state, rule))
    .map((rule): Opening & { rule: IngressRule } => {
      const { protocol, from, to } = rule;
      return { protocol, from, to, ranges: rangesOf(state, rule), rule };
    });
  return publicOpenings(openings, state.vpcRanges, allowedPorts).map(({ rule }) => rule);
}

/** The prefix list that a rule names. */
export function listOf(state: GroupFacts, rule: IngressRule): PrefixList | undefined {
  return rule.kind === "prefix-list" ? state.prefixLists.find((list) => list.id === rule.source) : undefined;
}

/** Whether the rule names a prefix list of one of AWS's services. */
export const isManagedByAws = (state: GroupFacts, rule: IngressRule) => listOf(state, rule)?.managedByAws ?? false;

function rangesOf(state: GroupFacts, rule: IngressRule): string[] | undefined {
  return rule.kind === "prefix-list" ? listOf(state, rule)?.entries : [rule.source];
}
