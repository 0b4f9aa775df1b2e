import { consolePage } from "../consolePage";
import type { FindingSource } from "../source";
import { rulePermissions, withRule } from "./lookUpRule";
import { configPatterns } from "./pattern";
import { configComplianceReader } from "./read";
import { ruleOf } from "./ruleResources";

/** AWS Config. */
export const config: FindingSource = {
  name: "config",
  label: "AWS Config",
  repeatsFaults: true,
  events: [
    // https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
    {
      name: "config",
      source: "aws.config",
      detailType: "Config Rules Compliance Change",
      reader: configComplianceReader,
    },
  ],
  patterns: configPatterns,
  // Config shows resources and no findings.
  consoleLink(finding) {
    const resource = finding.resources[0];
    if (!resource) return consolePage(finding, "config", "/rules");
    const [id, type] = [resource.id, finding.resourceType].map(encodeURIComponent);
    return consolePage(finding, "config", `/resources/timeline?resourceId=${id}&resourceType=${type}`);
  },
  permissions: ({ findingTypes }) => (findingTypes.some((type) => ruleOf(type) !== undefined) ? rulePermissions : []),
  complete: withRule,
};
