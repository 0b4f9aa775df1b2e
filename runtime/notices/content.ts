import { rehearsalOf } from "../findings/rehearsal";
import { sourceLabel, sourceOf } from "../findings/sources";
import { oneLine } from "../lib/oneLine";
import { severityBand } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import { inFull, type Target } from "../model/target";
import { defang } from "./defang";
import { headline } from "./headline";
import { type NextStep, nextSteps } from "./nextSteps";

/** What people read about a decision, before it is formatted as a mail or a chat message. Every text is one line. */
export interface NoticeContent {
  decision: Decision;
  /** What happened: "Contained, instance isolated". */
  headline: string;
  /** The resource, and where it is. */
  where: string;
  place?: Where;
  facts: Fact[];
  sections: { title: string; items: string[] }[];
  next: NextStep[];
  /** The response and run that made the decision. */
  origin: string;
}

/** The account of a decision with its name, if that is known, and the Region. */
export interface Where {
  account: string;
  name?: string;
  region: string;
}

/** Where the resource is, or the finding if there is none; undefined if neither is known. */
export function placeOf({ target, about }: Decision, accountName?: string): Where | undefined {
  const { accountId: account, region } = target ?? about ?? {};
  return account && region ? { account, region, ...(accountName && { name: defang(accountName) }) } : undefined;
}

/** Where it is, in words. */
export const placeText = ({ account, name, region }: Where): string =>
  `account ${account}${name ? ` (${name})` : ""}, ${region}`;

/** One fact that a notice states about the decision. The product itself builds every link. */
export interface Fact {
  name: string;
  text: string;
  link?: boolean;
}

/** How many names a notice lists. */
const mostNames = 12;

/**
 * A decision in plain words: what, why, where, severity, residual risk and the exact next command. A notice contains nothing
 * else: never the event itself, nor a response's details about its target. Text from outside is defanged.
 *
 * @param words what the response does, if it contains
 * @param answers what was reported to the finding's source
 * @param accountName the name of the account in the organization, if it is known
 */
export function noticeContent(
  decision: Decision,
  words: ResponseWords | undefined,
  answers: string[] = [],
  accountName?: string,
): NoticeContent {
  const { outcome, target, about, by, said, response, calls, remains, drift = [], evidence, tags = {} } = decision;
  const place = placeOf(decision, accountName);
  const sections = [
    {
      title: doneTitles[outcome] ?? "Done",
      items: calls.map((call) => `${call.operation}: ${call.reason}`),
    },
    { title: "Residual risk", items: remains },
    { title: "Not restored", items: drift },
    { title: "Evidence", items: evidence.map((item) => `${item.kind} ${item.id}`) },
    { title: "Reported to the source", items: answers },
  ];
  return {
    decision,
    headline: oneLine(
      `${rehearsalOf(decision.finding) === undefined ? "" : "REHEARSAL, no action needed. "}${headline(decision, words)}`,
    ),
    where: defang(target ? resource(target, tags["Name"]) : about?.title || decision.finding),
    ...(place && { place }),
    facts: [
      ...whyFacts(decision),
      ...Object.entries(tags).map(([key, value]) => ({ name: `Tag ${defang(key)}`, text: defang(value) })),
      ...(about ? [...names(about), { name: "Details", text: oneLine(about.link), link: true }] : []),
      ...(by ? [{ name: "Requested by", text: defang(said ? `${by}: ${said}` : by) }] : []),
    ],
    sections: sections
      .filter((section) => section.items.length > 0)
      .map(({ title, items }) => ({ title, items: items.map(defang) })),
    next: nextSteps(decision, words?.byHand),
    origin: `Response ${response}, decision of ${decision.at}, run ${decision.run}.`,
  };
}

/** What a response does, and whether a person may contain with it. */
export interface ResponseWords {
  done: string;
  undone: string;
  byHand?: boolean;
}

/** The resource, with its name if it has one. Others choose the name, so the id always stands beside it. */
function resource(target: Target, name: string | undefined): string {
  const id = inFull(target);
  return `${target.kind} ${name && name !== target.id ? `${id} "${name}"` : id}`;
}

/** Outcomes whose reason is a proof: why Firebreak acted is the finding. */
const proven: Outcome[] = ["contained", "already-contained", "recontained", "partial"];

function whyFacts({ outcome, reason, about }: Decision): Fact[] {
  const said = defang(reason);
  if (!about) return [{ name: "Why", text: said }];
  if (!proven.includes(outcome))
    return [
      { name: "Why", text: said },
      { name: "Finding", text: finding(about) },
    ];
  const source = sourceLabel(about.source);
  return [
    { name: "Why", text: `${source} reported ${finding(about)}` },
    { name: "Result", text: said },
  ];
}

const doneTitles: Partial<Record<Outcome, string>> = {
  observed: "Would have been done",
  "awaiting-approval": "Will be done if approved",
};

/** AWS names the types of GuardDuty; a customer may name a rule or a control. */
function finding({ source, type, severity, title, sample }: NonNullable<Decision["about"]>): string {
  const named = sourceOf({ source })?.fixedTypes ? oneLine(type) : defang(type);
  return `${named}, severity ${severity} (${severityBand(severity)}): ${defang(title)}${sample ? " (SAMPLE)" : ""}`;
}

/** What the finding names and is not a target: cluster, namespace, pod, function, database, bucket and key. */
function names({ named = [] }: NonNullable<Decision["about"]>): Fact[] {
  const more = named.length - mostNames;
  return [
    ...named.slice(0, mostNames).map(({ what, name }) => ({ name: capital(oneLine(what)), text: defang(name) })),
    ...(more > 0 ? [{ name: "Also named", text: `${more} more, see the details` }] : []),
  ];
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
