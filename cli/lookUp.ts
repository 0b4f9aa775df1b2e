import type { JournalReader } from "../runtime/journal/journal";
import type { Approval, Containment, Decision } from "../runtime/model/journalItems";
import { containmentId, type Target } from "../runtime/model/target";
import { containmentsOf } from "./journal";

/** What the journal has about an id. */
export interface Found {
  containments: Containment[];
  /** Oldest first. */
  decisions: Decision[];
  approval?: Approval;
}

/** How many days back decisions are searched for an id that is no key of the journal. */
export const searchedDays = 90;

const day = 86_400_000;

/**
 * Everything that the journal has about the id of a containment, an approval request, a finding, a resource, a run
 * or a piece of evidence, or about the ARN of a resource. An id of a containment that changed nothing is known too.
 *
 * @returns undefined if there is nothing
 */
export async function lookUp(journal: JournalReader, id: string, now: Date): Promise<Found | undefined> {
  const containment = await journal.getContainment(id);
  if (containment) return aboutContainment(journal, containment);
  const approval = await journal.getApproval(id);
  if (approval) return aboutApproval(journal, approval);
  const known = await journal.decisionsOf(id);
  if (known.length > 0) return about(journal, known);
  if (id.startsWith("arn:")) {
    const decisions = await journal.decisionsAbout(id);
    return decisions.length > 0 ? about(journal, decisions) : undefined;
  }
  return search(journal, id, now);
}

async function aboutContainment(journal: JournalReader, containment: Containment): Promise<Found> {
  const decisions = await journal.decisionsAbout(containment.target.arn);
  return {
    containments: [containment],
    decisions: decisions.filter(({ response }) => response === containment.response),
  };
}

async function aboutApproval(journal: JournalReader, approval: Approval): Promise<Found> {
  const { finding, response, target } = approval;
  const decisions = (await journal.decisionsOf(finding.id)).filter(
    (decision) => decision.response === response && decision.target?.arn === target.arn,
  );
  return { containments: await containmentsOf(journal, decisions), approval, decisions };
}

async function about(journal: JournalReader, decisions: Decision[]): Promise<Found> {
  return { decisions, containments: await containmentsOf(journal, decisions) };
}

/** Searches what no key leads to, the nearest first: requests, what is held, exempt findings, and the decisions of the last days. */
async function search(journal: JournalReader, id: string, now: Date): Promise<Found | undefined> {
  const isNamed = (response: string, target: Target | undefined) =>
    target !== undefined && (target.id === id || target.name === id || containmentId(response, target.arn) === id);
  const held = (await journal.heldContainments()).filter(
    ({ response, target, evidence }) => isNamed(response, target) || evidence.some((item) => item.id === id),
  );
  const asked = (await journal.allApprovals()).filter(({ response, target }) => isNamed(response, target));
  const arns = [...new Set([...held, ...asked].map(({ target }) => target.arn))];
  const decisions =
    arns.length > 0 ? await decisionsAboutAll(journal, arns) : await searchDays(journal, id, isNamed, now);
  if (decisions.length + held.length + asked.length === 0) return undefined;
  const [only] = asked;
  const found = await about(journal, decisions);
  const more = held.filter((item) => !found.containments.some((known) => known.id === item.id));
  return {
    ...found,
    containments: [...found.containments, ...more],
    ...(only && asked.length === 1 && { approval: only }),
  };
}

const decisionsAboutAll = async (journal: JournalReader, arns: string[]): Promise<Decision[]> =>
  (await Promise.all(arns.map((arn) => journal.decisionsAbout(arn)))).flat();

async function searchDays(
  journal: JournalReader,
  id: string,
  isNamed: (response: string, target: Target | undefined) => boolean,
  now: Date,
): Promise<Decision[]> {
  const since = new Date(now.getTime() - searchedDays * day).toISOString();
  const all = await journal.decisionsBetween(since, now.toISOString());
  return all.filter(
    ({ response, target, run, evidence }) =>
      isNamed(response, target) || run === id || evidence.some((item) => item.id === id),
  );
}
