import * as aws from "@pulumi/aws";

/** The data sources. */
export const identity = aws.getCallerIdentityOutput();
export const region = aws.getRegionOutput().region;
export const partition = aws.getPartitionOutput().partition;
export const organization = aws.organizations.getOrganizationOutput();
export const everybody = organization.apply(async ({ roots }) => {
  const parentId = roots[0]!.id;
  return (await aws.organizations.getOrganizationalUnitDescendantAccounts({ parentId })).accounts.map(({ id }) => id);
});
export const detector = aws.guardduty.getDetectorOutput({ id: new aws.guardduty.Detector("detector").id }).status;
const elsewhere = new aws.guardduty.Detector("elsewhere", {
  enable: false,
  tags: { stage: "one" },
  region: "us-east-1",
});
export const detectorElsewhere = aws.guardduty.getDetectorOutput({ region: elsewhere.region });
export const elsewhereId = elsewhere.id;
export const withoutDetector = aws.guardduty.getDetector({ region: "eu-central-1" }).then(
  ({ id }) => `found ${id}`,
  (error: Error) => error.message,
);
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
