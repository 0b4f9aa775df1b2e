import type { EventKind } from "../pattern";

/** The kinds of events that Security Hub sends. */
export const hubEvents: EventKind[] = [
  // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
  { name: "hub", source: "aws.securityhub", detailType: "Security Hub Findings - Imported" },
  { name: "action", source: "aws.securityhub", detailType: "Security Hub Findings - Custom Action" },
  // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html
  { name: "hub-v2", source: "aws.securityhub", detailType: "Findings Imported V2" },
];
