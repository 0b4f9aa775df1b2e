import { codeOf, messageOf } from "../errors";
import type { Finding } from "../finding";
import type { Decision } from "../journal/items";
import type { Run } from "../run";

/** The longest note that Security Hub takes: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_NoteUpdate.html */
const longestNote = 512;

/**
 * Tells the source of a finding what came of it: GuardDuty archives what is contained, Security Hub gets a note and the
 * workflow status NOTIFIED. That is an update of the finding and so an event of its own; the status keeps it from starting
 * anything again.
 *
 * A source that refuses never stops anything: people get the refusal as a line of the notice.
 *
 * @returns a sentence for each answer
 */
export async function answerSource(run: Run, finding: Finding, decision: Decision): Promise<string[]> {
  const answers: string[] = [];
  if (finding.hub) answers.push(await inSecurityHub(run, finding.hub, decision));
  const contained = decision.outcome === "contained" || decision.outcome === "already-contained";
  if (finding.source === "guardduty" && contained && run.settings.archiveFindings) {
    answers.push(await archive(run, finding));
  }
  return answers;
}

async function inSecurityHub(run: Run, hub: NonNullable<Finding["hub"]>, decision: Decision): Promise<string> {
  if (hub.v2)
    return "Security Hub V2 was not told: it has no workflow status that would keep the update from coming back";
  const Text = `Firebreak ${decision.response}: ${decision.outcome}. ${decision.reason}`.slice(0, longestNote);
  try {
    const client = run.services.securityHub(hub.region);
    const answer = await client.batchUpdateFindings({
      FindingIdentifiers: [{ Id: hub.id, ProductArn: hub.productArn }],
      Note: { Text, UpdatedBy: "firebreak" },
      Workflow: { Status: "NOTIFIED" },
    });
    const failed = answer.UnprocessedFindings?.[0];
    return failed
      ? `Security Hub did not take the note: ${failed.ErrorCode} ${failed.ErrorMessage}`
      : "Security Hub has the note, workflow status NOTIFIED";
  } catch (error) {
    return `Security Hub did not take the note: ${messageOf(error)}`;
  }
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
