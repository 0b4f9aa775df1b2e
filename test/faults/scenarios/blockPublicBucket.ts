import { bucketTarget } from "../../../runtime/resources/targets";
import { blockPublicBucket } from "../../../runtime/responses/blockPublicBucket";
import { s3Model } from "../../models/adapted";
import { bucketWith } from "../../runtime/responses/blockPublicBucket/model";
import { member, place, production } from "../place";
import type { Account, Scenario } from "../scenario";
import { configEvent } from "./events";

const name = "logs-of-the-suite";

function account(): Account {
  const block = {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  const { s3, model } = s3Model({
    [name]: bucketWith({ block, policyIsPublic: true, aclGroups: ["global/AllUsers"] }),
  });
  const bucket = () => s3.buckets[name]!;
  const powers = () => [
    ...(bucket().policyIsPublic && !bucket().block?.RestrictPublicBuckets ? ["everybody by the policy"] : []),
    ...(bucket().block?.IgnorePublicAcls ? [] : bucket().aclGroups.map((group) => `${group} by the ACL`)),
    ...(bucket().block?.BlockPublicAcls ? [] : ["new public ACLs"]),
    ...(bucket().block?.BlockPublicPolicy ? [] : ["a new public policy"]),
  ];
  return {
    models: { s3: model },
    powers,
    shape: () => ({ block: bucket().block, policyIsPublic: bucket().policyIsPublic, aclGroups: bucket().aclGroups }),
    isCut: () => powers().length === 0,
    isContained: () => powers().length === 0,
    evidence: () => [],
    twice: () => [],
    tag: (key, value) => {
      bucket().tags[key] = value;
    },
  };
}

/** A bucket that is public by its policy and by its ACL, with one of the four switches on. */
export const bucketScenario: Scenario = {
  name: "block-public-bucket",
  response: blockPublicBucket,
  settings: {},
  event: configEvent("S3_BUCKET_PUBLIC_READ_PROHIBITED", "AWS::S3::Bucket", name),
  target: bucketTarget(place, name).arn,
  lagging: ["S3"],
  account,
};

/** L13: the same, where the mode depends on the organizational units of the account. */
export const bucketByUnitScenario: Scenario = {
  ...bucketScenario,
  name: "block-public-bucket by organizational unit",
  modes: [{ mode: "contain", organizationalUnits: [production], accountsAtDeployment: [member] }],
};
