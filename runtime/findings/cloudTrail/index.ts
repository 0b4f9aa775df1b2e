import { consolePage } from "../consolePage";
import type { FindingSource } from "../source";

/**
 * AWS CloudTrail: calls that are findings by themselves. They arrive with the calls that may undo a containment
 * (`components/documents/undoingCalls.ts`), so the source has no events of its own.
 */
export const cloudTrail: FindingSource = {
  name: "cloudtrail",
  label: "CloudTrail",
  events: [],
  consoleLink: (finding) => consolePage(finding, "cloudtrailv2", `/events/${encodeURIComponent(finding.id)}`),
};
