import { consolePage } from "../consolePage";
import type { FindingSource } from "../source";
import { answerHub } from "./answer";
import { hubEvents } from "./events";
import { hubPatterns } from "./pattern";
import { asffReader } from "./readAsff";
import { ocsfReader } from "./readOcsf";
import { findingPermissions, reread } from "./reread";

/** AWS Security Hub CSPM (ASFF), and Security Hub V2 (OCSF). */
export const securityHub: FindingSource = {
  name: "security-hub",
  label: "Security Hub",
  events: hubEvents.map((event) => ({ ...event, reader: event.name === "hub-v2" ? ocsfReader : asffReader })),
  patterns: hubPatterns,
  consoleLink(finding) {
    if (!finding.hub) return consolePage(finding, "securityhub", "/findings");
    const { id, region, v2 } = finding.hub;
    const field = v2 ? "finding_info.uid" : "Id";
    // The console escapes the filter with backslashes and encodes it twice.
    const filter = encodeURIComponent("\\operator\\:EQUALS\\:");
    const search = encodeURIComponent(`${field}=${filter}${encodeURIComponent(id)}`);
    return consolePage({ ...finding, region }, v2 ? "securityhub/v2" : "securityhub", `/findings?search=${search}`);
  },
  permissions: ({ contains }) => (contains ? findingPermissions : []),
  reread,
  reply: answerHub,
};
