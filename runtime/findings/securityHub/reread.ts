import { assumeRole } from "../../aws/assumeRole";
import { listedPolicy } from "../../aws/sessionPolicy";
import { messageOf } from "../../lib/errors";
import { type Finding, higherSeverity } from "../../model/finding";
import type { Permission } from "../../model/permission";
import type { Run } from "../../run/run";
import { asEvent } from "../guardDuty/reread";
import type { Reader, Reread } from "../source";
import type { ReadFinding } from "../sourceEvent";

/** Additional permissions of every response's role, to read a finding at its source. */
export const findingPermissions: Permission[] = [
  {
    sid: "ReadFinding",
    actions: ["guardduty:GetFindings"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
  },
];

/**
 * Reads a finding of Security Hub again at its source, so that an imported look-alike cannot start anything: a GuardDuty finding
 * in GuardDuty of the affected account, any other in Security Hub. Findings that came directly from their source are accepted
 * as they are. A finding of Security Hub V2 that is not from GuardDuty is accepted too: only the resource's live state decides
 * what is done about it.
 *
 * @throws what AWS throws: the same may succeed later
 */
export async function reread(run: Run, finding: Finding, read: Reader): Promise<Reread> {
  const { hub, action, answered } = finding;
  if (!hub) return { finding };
  const detector = /:detector\/([0-9A-Za-z]+)\/finding\//.exec(hub.id)?.[1];
  if (!detector && hub.v2) return { finding };
  const { event, settled } = detector ? await inGuardDuty(run, finding, detector) : await inSecurityHub(run, hub);
  if (!event) return { refused: `${detector ? "GuardDuty" : "Security Hub"} does not know the finding ${hub.id}` };
  const found = readAgain(read, event);
  if ("ignored" in found) return { refused: `read again at its source: ${found.ignored}` };
  if ("unreadable" in found) {
    return { refused: `its source returned a finding that cannot be parsed: ${messageOf(found.unreadable)}` };
  }
  if (found.finding.accountId !== finding.accountId || found.finding.region !== finding.region) {
    const { accountId, region } = found.finding;
    return {
      refused: `the finding is about account ${accountId} in ${region}, not ${finding.accountId} in ${finding.region}`,
    };
  }
  // An analyst may have raised the severity in Security Hub, and only Security Hub has notes.
  const severity = higherSeverity(found.finding.severity, finding.severity);
  const kept = { hub, ...(action && { action }), ...(answered !== undefined && { answered }) };
  return { finding: { ...found.finding, severity, ...kept }, ...(settled && !action && { settled }) };
}

function readAgain(read: Reader, event: unknown): ReadFinding {
  try {
    return read(event).findings[0]!;
  } catch (unreadable) {
    return { unreadable, id: "" };
  }
}

/** A source's answer as an event, and why nothing is left to do. */
interface Answer {
  event: unknown;
  settled?: string;
}

async function inGuardDuty(run: Run, finding: Finding, DetectorId: string): Promise<Answer> {
  const { services, settings } = run;
  const { accountId, region, partition } = finding;
  const target = { kind: "finding", id: finding.id, accountId, region, partition, arn: "" };
  const policy = listedPolicy(findingPermissions, target);
  const credentials = await assumeRole(services.sts(region), target, settings.roleName, {
    name: "firebreak-read-finding",
    policy,
  });
  // Most findings are not read again, and the command line never reads one again.
  const { GuardDuty } = await import("@aws-sdk/client-guardduty");
  const client = services.observe(new GuardDuty({ ...services.clientConfig, region, credentials }));
  const { Findings } = await client.getFindings({ DetectorId, FindingIds: [finding.id] });
  const [found] = Findings ?? [];
  if (!found?.Service?.Archived) return { event: found && asEvent(found) };
  const event = asEvent({ ...found, Service: { ...found.Service, Archived: false } });
  return { event, settled: "it is archived in GuardDuty" };
}

async function inSecurityHub(run: Run, hub: NonNullable<Finding["hub"]>): Promise<Answer> {
  const client = run.services.securityHub(hub.region);
  const equals = (Value: string) => [{ Value, Comparison: "EQUALS" as const }];
  const answer = await client.getFindings({ Filters: { Id: equals(hub.id), ProductArn: equals(hub.productArn) } });
  const found = answer.Findings?.[0];
  if (!found) return { event: undefined };
  const event = {
    source: "aws.securityhub",
    // So that findings with our note are read too.
    "detail-type": "Security Hub Findings - Custom Action",
    account: found.AwsAccountId,
    region: hub.region,
    resources: [],
    detail: { findings: [found] },
  };
  return { event };
}
