import { codeOf, messageOf } from "../../lib/errors";
import { type Finding, severityBand } from "../../model/finding";
import type { Decision } from "../../model/journalItems";
import type { ResponderSettings } from "../../model/responderSettings";
import { findingKindOf, isPrincipal } from "../../resources";
import type { Run } from "../../run/run";
import type { Replied } from "../source";

/** What is needed to know whether a finding is contained as a whole. */
type Others = ResponderSettings["others"];

/** A decision without a target no longer counts once its response has decided about a target, for example by hand. */
const isSuperseded = ({ target, response, at }: Decision, decisions: Decision[]) =>
  !target && decisions.some((later) => later.target && later.response === response && later.at > at);

/** Whether a decision means that no part of the target is left open. */
const isContained = ({ outcome }: Pick<Decision, "outcome">) =>
  ["contained", "already-contained", "recontained"].includes(outcome);

/**
 * Archives a finding in GuardDuty once everything that it names is contained. Each run about one of its targets gets here after
 * its own decision is in the journal and reads the other decisions, so the last run archives.
 *
 * @returns a sentence for people, or undefined if this run has nothing to archive
 */
export async function archiveWhenContained(
  run: Run,
  finding: Replied,
  decision: Decision,
): Promise<string | undefined> {
  const { archiveFindings, others } = run.settings;
  if (!("source" in finding)) return undefined;
  if (finding.source !== "guardduty" || archiveFindings === "none" || !isContained(decision)) return undefined;
  // The result of a scan is not a finding of a detector.
  if (finding.id.startsWith("scan-")) return undefined;
  if (archiveFindings === "below-critical" && severityBand(finding.severity) === "critical") {
    return "GuardDuty finding not archived: it is critical and must still be investigated";
  }
  const { journal } = run.services;
  const single = finding.resources.length <= 1;
  const decisions = single ? [decision] : await journal.latestDecisions(finding.id);
  const open = whatIsOpen(finding, decision, decisions, others);
  return open === undefined ? archive(run, finding) : `GuardDuty finding not archived: ${open}`;
}

/**
 * Why a finding is not contained as a whole; undefined if it is.
 *
 * @param decision the run's own, which shows the kind of resource that its response acts on
 * @param decisions the newest one of each response about each target
 */
export function whatIsOpen(
  { type, resources }: Pick<Finding, "type" | "resources">,
  decision: Decision,
  decisions: Decision[],
  others: Pick<Others, "types" | "kinds">,
): string | undefined {
  const open = decisions.filter((item) => !isContained(item) && !isSuperseded(item, decisions));
  if (open.length > 0) return `${open[0]!.target?.id ?? open[0]!.response} is ${open[0]!.outcome}, not contained`;
  const contained = decisions.flatMap(({ target }) =>
    target ? [{ kind: findingKindOf(target.kind), id: target.id }] : [],
  );
  const expected = [
    decision.target && findingKindOf(decision.target.kind),
    ...(others.types.includes(type) ? others.kinds : []),
  ];
  // The id of a principal differs between the finding and the target: one decision about a principal is enough.
  const missing = resources.find(
    ({ kind, id }) =>
      expected.includes(kind) && !contained.some((item) => item.kind === kind && (isPrincipal(kind) || item.id === id)),
  );
  return missing && `nothing is decided yet about ${missing.id}`;
}

/**
 * Only GuardDuty's administrator may archive a member's finding; an account without administrator is its own
 * (https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html). A finding names the detector of
 * its own account, so the security account's detector is looked up, once per container and Region.
 */
async function archive(run: Run, finding: Finding): Promise<string> {
  const known = run.services.detectors;
  try {
    const client = run.services.guardDuty(finding.region);
    const DetectorId = known?.[finding.region] ?? (await client.listDetectors({})).DetectorIds?.[0];
    if (!DetectorId) return `GuardDuty finding not archived: the security account has no detector in ${finding.region}`;
    if (known) known[finding.region] = DetectorId;
    const FindingIds = [finding.id];
    await client.archiveFindings({ DetectorId, FindingIds });
    // GuardDuty silently accepts ids that its detector does not have.
    const { Findings } = await client.getFindings({ DetectorId, FindingIds });
    if (Findings?.[0]?.Service?.Archived) return "GuardDuty finding archived";
    return "GuardDuty finding not archived: the security account's detector does not have it; is the security account GuardDuty's administrator?";
  } catch (error) {
    // The detector may have been replaced since.
    delete known?.[finding.region];
    const advice = codeOf(error) === "BadRequestException" ? "; only GuardDuty's administrator account can" : "";
    return `GuardDuty finding not archived: ${messageOf(error)}${advice}`;
  }
}
