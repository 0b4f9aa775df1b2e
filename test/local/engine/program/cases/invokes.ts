import * as aws from "@pulumi/aws";

/** The data sources. */
export const identity = aws.getCallerIdentityOutput();
export const region = aws.getRegionOutput().region;
export const partition = aws.getPartitionOutput().partition;
export const organization = aws.organizations.getOrganizationOutput();
export const detector = aws.guardduty.getDetectorOutput({ id: new aws.guardduty.Detector("detector").id }).status;
export const policy = aws.iam.getPolicyDocumentOutput({
  statements: [
    {
      sid: "Assume",
      actions: ["sts:AssumeRole"],
      principals: [{ type: "AWS", identifiers: ["111122223333", "444455556666"] }],
      conditions: [{ test: "StringEquals", variable: "sts:ExternalId", values: ["word"] }],
    },
  ],
}).json;
