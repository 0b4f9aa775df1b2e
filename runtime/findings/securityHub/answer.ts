import type { SecurityHub } from "@aws-sdk/client-securityhub";
import { messageOf } from "../../lib/errors";
import type { HubReference } from "../../model/finding";
import type { Decision } from "../../model/journalItems";
import type { Run } from "../../model/run";
import type { Replied } from "../source";
import { noteAuthor, noteText } from "./ownUpdate";

/**
 * The longest note or comment that Security Hub takes, in characters:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html and API_BatchUpdateFindingsV2.html there
 */
const longestNote = 512;
/** Of OCSF, "In Progress": what is contained still has to be investigated. */
const inProgress = 2;

/** Outcomes that changed something or stand for what was changed: only they change a finding's status. */
const actedOn = ["contained", "already-contained", "recontained", "partial", "started"];
/** Outcomes that analysts read about at the finding although nothing was changed. */
const toldThere = ["failed", "awaiting-approval"];

/**
 * Writes what came of a finding to Security Hub: a note or, in V2, a comment. What was acted on also gets the status NOTIFIED
 * or "In Progress"; what failed or waits for a person gets no status; anything else is written only where an analyst asked for
 * it. So nothing is written about what was only observed or left alone, and such a finding stays as it is for the day on which
 * it is acted on.
 *
 * A note is an update of the finding and so an event of its own; the intake knows it by its author. As a second bar against
 * going round in circles, a note that the finding carries already is not written again.
 *
 * @returns a sentence about it, or undefined if there is nothing to write
 */
export async function answerHub(
  run: Run,
  { hub, action, answered }: Replied,
  decision: Decision,
): Promise<string | undefined> {
  if (!hub || run.settings.securityHub === false) return undefined;
  const acted = actedOn.includes(decision.outcome);
  if (!acted && !toldThere.includes(decision.outcome) && action === undefined) return undefined;
  const text = `Firebreak ${decision.response}: ${decision.outcome}. ${decision.reason}`;
  const what = hub.v2 ? "comment" : "note";
  const refused = (why: string) => `Security Hub did not take the ${what}: ${why}`;
  try {
    const client = run.services.securityHub(hub.region);
    const written = versioned(hub, text);
    // What the finding carried when it was read was about an earlier version; the words may be the same.
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

/** Without a version, as in what earlier releases recorded, a note is still written and not known as our own. */
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
