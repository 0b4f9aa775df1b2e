import type { Containment } from "../../../runtime/model/journalItems";
import { releaseAskedText } from "../../output/decision";
import { severityText } from "../../output/style";
import { containmentTone, containmentWords, type Tone } from "../../report/words";
import type { May } from "../may";
import type { Snapshot } from "../snapshot";
import { type Resource, resourceOf } from "./resource";

/** A current containment. */
export interface HeldView {
  id: string;
  response: string;
  resource: Resource;
  status: string;
  tone: Tone;
  /** The start of its first hold. */
  since: string;
  severity?: string;
  /** The findings that hold it. */
  holds: { finding: string; type: string; since: string }[];
  remains: string[];
  /** Who asked for its release and why, if a person has to decide that. */
  asked?: string;
  /** Whether the person may release it. */
  releasable: boolean;
}

/** What is contained now, the oldest first. */
export const heldViews = (snapshot: Snapshot, may: May): HeldView[] =>
  snapshot.held.map((item) => heldView(snapshot, may, item)).sort((left, right) => (left.since < right.since ? -1 : 1));

/** A containment with what holds it. */
export function heldView(
  { accountText, severities }: Pick<Snapshot, "accountText" | "severities">,
  may: May,
  { id, response, target, status, holds, remains, updatedAt, priorState, releaseAsked }: Containment,
): HeldView {
  const all = Object.values(holds).sort((left, right) => (left.since < right.since ? -1 : 1));
  return {
    ...{ id, response, remains },
    resource: resourceOf(target, accountText),
    status: containmentWords(status),
    tone: containmentTone(status),
    since: all[0]?.since ?? updatedAt,
    ...(severities[id] !== undefined && { severity: severityText(severities[id]) }),
    holds: all.map(({ finding, type, since }) => ({ finding, type, since })),
    ...(releaseAsked && { asked: releaseAskedText(releaseAsked) }),
    releasable: priorState !== undefined && may.release.includes(response),
  };
}
