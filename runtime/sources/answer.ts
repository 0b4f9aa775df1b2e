import type { SecurityHub } from "@aws-sdk/client-securityhub";
import { codeOf, messageOf } from "../errors";
import type { Finding, HubReference } from "../finding";
import type { Decision } from "../journal/items";
import type { Run } from "../run";

/**
 * The longest note or comment that Security Hub takes, in characters:
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html and API_BatchUpdateFindingsV2.html there
 */
const longestNote = 512;
/** Of OCSF, "In Progress": what is contained still has to be investigated. */
const inProgress = 2;

/**
 * Tells the source of a finding what came of it: GuardDuty archives what is contained, Security Hub gets a note and the
 * workflow status NOTIFIED, Security Hub V2 a comment and the status "In Progress". That is an update of the finding and so
 * an event of its own; the intake ignores it because of the status, so that it starts nothing again.
 *
 * A source that refuses never stops anything: people get the refusal as a line of the notice.
 *
 * @returns a sentence for each answer
 */
export async function answerSource(run: Run, finding: Finding, decision: Decision): Promise<string[]> {
  const answers: string[] = [];
  // Without the setting there is no permission either.
  if (finding.hub && run.settings.answersHub !== false) answers.push(await inSecurityHub(run, finding.hub, decision));
  const contained = decision.outcome === "contained" || decision.outcome === "already-contained";
  if (finding.source === "guardduty" && contained && run.settings.archiveFindings) {
    answers.push(await archive(run, finding));
  }
  return answers;
}

async function inSecurityHub(run: Run, hub: HubReference, decision: Decision): Promise<string> {
  const text = `Firebreak ${decision.response}: ${decision.outcome}. ${decision.reason}`.slice(0, longestNote);
  const refused = (why: string) => `Security Hub did not take the ${hub.v2 ? "comment" : "note"}: ${why}`;
  try {
    const client = run.services.securityHub(hub.region);
    const answer = hub.v2 ? await comment(client, hub, text) : await note(client, hub, text);
    const failed = answer.UnprocessedFindings?.[0];
    if (failed) return refused(`${failed.ErrorCode} ${failed.ErrorMessage}`);
    return `Security Hub has the ${hub.v2 ? "comment, status In Progress" : "note, workflow status NOTIFIED"}`;
  } catch (error) {
    return refused(messageOf(error));
  }
}

function note(client: SecurityHub, hub: HubReference, Text: string) {
  return client.batchUpdateFindings({
    FindingIdentifiers: [{ Id: hub.id, ProductArn: hub.productArn }],
    Note: { Text, UpdatedBy: "firebreak" },
    Workflow: { Status: "NOTIFIED" },
  });
}

function comment(client: SecurityHub, hub: HubReference, Comment: string) {
  const identifier = { CloudAccountUid: hub.accountId, FindingInfoUid: hub.id, MetadataProductUid: hub.productArn };
  return client.batchUpdateFindingsV2({ FindingIdentifiers: [identifier], Comment, StatusId: inProgress });
}

/**
 * Only GuardDuty's administrator may archive a member's finding; an account without administrator is its own
 * (https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html).
 */
async function archive(run: Run, finding: Finding): Promise<string> {
  try {
    const client = run.services.guardDuty(finding.region);
    const DetectorId = (await client.listDetectors({})).DetectorIds?.[0];
    if (!DetectorId) return `GuardDuty finding not archived: the security account has no detector in ${finding.region}`;
    const FindingIds = [finding.id];
    await client.archiveFindings({ DetectorId, FindingIds });
    // GuardDuty takes ids that its detector does not know without a word.
    const { Findings } = await client.getFindings({ DetectorId, FindingIds });
    if (Findings?.[0]?.Service?.Archived) return "GuardDuty finding archived";
    return "GuardDuty finding not archived: the security account's detector does not know it; is it GuardDuty's administrator?";
  } catch (error) {
    const advice = codeOf(error) === "BadRequestException" ? "; only GuardDuty's administrator account can" : "";
    return `GuardDuty finding not archived: ${messageOf(error)}${advice}`;
  }
}
