import { consolePage } from "../consolePage";
import type { FindingSource } from "../source";
import { archiveWhenContained } from "./archive";
import { objectScanDetailType, objectScanReader } from "./objectScan";
import { guardDutyPatterns } from "./pattern";
import { guardDutyReader } from "./read";

/** Amazon GuardDuty. */
export const guardDuty: FindingSource = {
  name: "guardduty",
  label: "GuardDuty",
  fixedTypes: true,
  events: [
    // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
    { name: "guardduty", source: "aws.guardduty", detailType: "GuardDuty Finding", reader: guardDutyReader },
    // https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
    { name: "scan", source: "aws.guardduty", detailType: objectScanDetailType, reader: objectScanReader },
  ],
  patterns: guardDutyPatterns,
  consoleLink: (finding) =>
    consolePage(finding, "guardduty", `/findings?search=${encodeURIComponent(`id=${finding.id}`)}`),
  reply: archiveWhenContained,
};
