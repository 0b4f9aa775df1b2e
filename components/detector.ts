import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Marks a detector that this stack created. */
const ownTag = "firebreak:stack";

/**
 * How often GuardDuty repeats a finding that occurs again. With AWS's default of six hours, the next attempt after a
 * failed containment could come late:
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
const findingPublishingFrequency = "FIFTEEN_MINUTES";

/**
 * Enables GuardDuty in each Region. An account can have only one detector in a Region, and an organization may create
 * it. An existing detector is neither changed nor removed. Destroying the stack also keeps a detector that it created,
 * because the organization may manage it by then.
 *
 * @throws Error if it is unknown whether there is a detector
 */
export async function ensureDetectors(regions: string[], accountId: string, parent: pulumi.Resource): Promise<void> {
  const found = await Promise.all(regions.map((region) => findDetector(region, parent)));
  regions.forEach((region, index) => {
    const existing = found[index];
    if (existing && existing.tags[ownTag] !== accountId) return;
    new aws.guardduty.Detector(
      `detector-${region}`,
      { enable: true, findingPublishingFrequency, tags: { [ownTag]: accountId }, region },
      { parent, retainOnDelete: true },
    );
  });
}

async function findDetector(
  region: string,
  parent: pulumi.Resource,
): Promise<{ tags: Record<string, string> } | undefined> {
  try {
    const { tags = {} } = await aws.guardduty.getDetector({ region }, { parent });
    return { tags };
  } catch (error) {
    if (/empty result|no matching|has no detector|couldn't find/i.test((error as Error).message)) return undefined;
    throw error;
  }
}
