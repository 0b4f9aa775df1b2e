import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Marks a detector that this stack made. */
const ownTag = "firebreak:stack";

/**
 * How often GuardDuty sends a finding again that it sees again; six hours is AWS's default, in which an incident that could not
 * be contained would wait: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
const findingPublishingFrequency = "FIFTEEN_MINUTES";

/**
 * Makes sure that GuardDuty is on in each Region. An account and Region can have one detector only and an organization
 * makes it by itself; one that is there already is left as it is and never removed. A detector that the stack made stays
 * too when the stack goes: it may have become the organization's.
 *
 * @throws Error if it cannot be told whether there is a detector
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
