import type { SecurityHub } from "@aws-sdk/client-securityhub";
import { messageOf } from "../../lib/errors";
import type { HubReference } from "../../model/finding";
import type { Decision } from "../../model/journalItems";
import type { Run } from "../../run/run";
import type { Replied } from "../source";
import { noteAuthor, noteText } from "./ownUpdate";

/**
 * Maximum length of a note or comment, in characters:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html and API_BatchUpdateFindingsV2.html there
 */
const longestNote = 512;
/** "In Progress" in OCSF: a contained finding must still be investigated. */
const inProgress = 2;

/** Outcomes that changed something, now or earlier: only they change a finding's status. */
const actedOn = ["contained", "already-contained", "recontained", "partial", "started"];
/** Outcomes that are written to the finding although nothing was changed. */
const reportedThere = ["failed", "awaiting-approval"];

/**
 * Writes the result to the finding in Security Hub: a note or, in V2, a comment. If Firebreak acted, the finding also gets the
 * status NOTIFIED or "In Progress"; if it failed or waits for a person, the status stays; anything else is written only if an
 * analyst requested it. So findings that were only observed or ignored stay unchanged.
 *
 * A note is an update of the finding and so causes an event; the intake recognizes it by its author. As a second guard against
 * loops, a note that the finding already has is not written again.
 *
 * @returns a sentence about it, or undefined if nothing is written
 */
export async function answerHub(
  run: Run,
  { hub, action, answered }: Replied,
  decision: Decision,
): Promise<string | undefined> {
  if (!hub || run.settings.securityHub === false) return undefined;
  const acted = actedOn.includes(decision.outcome);
  if (!acted && !reportedThere.includes(decision.outcome) && action === undefined) return undefined;
  const text = `Firebreak ${decision.response}: ${decision.outcome}. ${decision.reason}`;
  const what = hub.v2 ? "comment" : "note";
  const refused = (why: string) => `Security Hub did not accept the ${what}: ${why}`;
  try {
    const client = run.services.securityHub(hub.region);
    const written = versioned(hub, text);
    // The existing note may be about an earlier version, with the same text.
    if (answered !== undefined && written === versioned(hub, answered)) return undefined;
    const answer = hub.v2 ? await comment(client, hub, written, acted) : await note(client, hub, written, acted);
    const failed = answer.UnprocessedFindings?.[0];
    if (failed) return refused(`${failed.ErrorCode} ${failed.ErrorMessage}`);
    const status = hub.v2 ? ", status In Progress" : ", workflow status NOTIFIED";
    return `Security Hub has the ${what}${acted ? status : ""}`;
  } catch (error) {
    return refused(messageOf(error));
  }
}

/** Without a version, as in records of earlier releases, a note is still written, but not recognized as our own. */
const versioned = ({ modifiedAt }: HubReference, text: string) =>
  modifiedAt === undefined ? text.slice(0, longestNote) : noteText(text, modifiedAt, longestNote);

function note(client: SecurityHub, hub: HubReference, Text: string, acted: boolean) {
  return client.batchUpdateFindings({
    FindingIdentifiers: [{ Id: hub.id, ProductArn: hub.productArn }],
    Note: { Text, UpdatedBy: noteAuthor },
    ...(acted && { Workflow: { Status: "NOTIFIED" as const } }),
  });
}

function comment(client: SecurityHub, hub: HubReference, Comment: string, acted: boolean) {
  const identifier = { CloudAccountUid: hub.accountId, FindingInfoUid: hub.id, MetadataProductUid: hub.productArn };
  const status = acted && { StatusId: inProgress };
  return client.batchUpdateFindingsV2({ FindingIdentifiers: [identifier], Comment, ...status });
}
