import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The data sources; config `root` is the organization's root. */
const parentId = new pulumi.Config().require("root");
export const partition = aws.getPartitionOutput().partition;
export const regions = aws.getRegionsOutput().names;
export const everybody = aws.organizations
  .getOrganizationalUnitDescendantAccountsOutput({ parentId })
  .accounts.apply((accounts) => accounts.map(({ id }) => id));
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
