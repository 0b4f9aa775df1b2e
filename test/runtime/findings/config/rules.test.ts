import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalRule } from "../../../../runtime/findings/config/rules";

const base = "arn:aws:config:eu-west-1:444455556666:config-rule";
const own = `${base}/config-rule-abc123`;
const hub = `${base}/aws-service-rule/securityhub.amazonaws.com/securityhub-x`;
const organization = `${base}/aws-service-rule/config-multiaccountsetup.amazonaws.com/config-rule-zyx987`;
const pack = `${base}/aws-service-rule/config-conforms.amazonaws.com/config-rule-q1w2e3`;
const tower = `${base}/aws-service-rule/controltower.amazonaws.com/config-rule-t0w3r1`;

describe("canonicalRule", () => {
  const rows: [string, string, string][] = [
    ["restricted-ssh", own, "INCOMING_SSH_DISABLED"],
    ["restricted-common-ports", own, "RESTRICTED_INCOMING_TRAFFIC"],
    ["ec2-instances-in-vpc", own, "INSTANCES_IN_VPC"],
    ["cloudtrail-enabled", own, "CLOUD_TRAIL_ENABLED"],
    ["multi-region-cloudtrail-enabled", own, "MULTI_REGION_CLOUD_TRAIL_ENABLED"],
    ["encrypted-volumes", own, "ENCRYPTED_VOLUMES"],
    ["s3-bucket-public-read-prohibited", own, "S3_BUCKET_PUBLIC_READ_PROHIBITED"],
    ["vpc-sg-open-only-to-authorized-ports", own, "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"],
    ["SECURITY_GROUP_OPEN_PROHIBITED", own, "SECURITY_GROUP_OPEN_PROHIBITED"],
    ["config-rule-f6815e21a2b9a86e", own, "config-rule-f6815e21a2b9a86e"],
    ["My rule", own, "My rule"],
    ["rule", own, "rule"],
    ["constructor", own, "constructor"],
    ["securityhub-restricted-ssh-1a2b3c4d", hub, "INCOMING_SSH_DISABLED"],
    ["securityhub-s3-bucket-public-write-prohibited-0028a77f", hub, "S3_BUCKET_PUBLIC_WRITE_PROHIBITED"],
    ["securityhub-restricted-ssh-1a2b3c4d", own, "SECURITYHUB_RESTRICTED_SSH_1A2B3C4D"],
    ["securityhub-short-1a2b", hub, "SECURITYHUB_SHORT_1A2B"],
    ["OrgConfigRule-restricted-ssh-a1b2c3d4", organization, "INCOMING_SSH_DISABLED"],
    ["OrgConfigRule-ENCRYPTED_VOLUMES-a1b2c3d4", organization, "ENCRYPTED_VOLUMES"],
    ["OrgConfigRule-restricted-ssh-a1b2c3d4", own, "OrgConfigRule-restricted-ssh-a1b2c3d4"],
    ["encrypted-volumes-conformance-pack-abcdefg12", pack, "ENCRYPTED_VOLUMES"],
    ["encrypted-volumes-conformance-pack-abc", pack, "ENCRYPTED_VOLUMES"],
    ["encrypted-volumes-conformance-pack-abc", own, "ENCRYPTED_VOLUMES_CONFORMANCE_PACK_ABC"],
    ["securityhub-restricted-ssh-a1b2c3", hub, "INCOMING_SSH_DISABLED"],
    ["AWSControlTower_AWS-GR_RESTRICTED_SSH", own, "INCOMING_SSH_DISABLED"],
    ["AWSControlTower_AWS-GR_RESTRICTED_COMMON_PORTS", own, "RESTRICTED_INCOMING_TRAFFIC"],
    ["AWSControlTower_AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED", own, "S3_BUCKET_PUBLIC_READ_PROHIBITED"],
    ["AWSControlTower_AWS-GR_S3_BUCKET_PUBLIC_WRITE_PROHIBITED", own, "S3_BUCKET_PUBLIC_WRITE_PROHIBITED"],
    ["AWSControlTower_AWS-GR_ENCRYPTED_VOLUMES", own, "ENCRYPTED_VOLUMES"],
    ["AWSControlTower_AWS-GR_S3_VERSIONING_ENABLED", own, "S3_BUCKET_VERSIONING_ENABLED"],
    ["AWSControlTower-AWS-GR_RESTRICTED_SSH-a1b2c3d4", tower, "INCOMING_SSH_DISABLED"],
    ["AWS-GR_RESTRICTED_SSH", tower, "INCOMING_SSH_DISABLED"],
    ["CONFIG.EC2.DT.17", tower, "CONFIG.EC2.DT.17"],
  ];
  for (const [name, arn, expected] of rows) {
    it(`X25: maps ${name} (${arn.slice(base.length + 1)}) to ${expected}`, () =>
      assert.equal(canonicalRule(name, arn), expected));
  }

  const word = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/);
  const kebab = fc
    .array(word, { minLength: 2, maxLength: 6 })
    .map((words) => words.join("-"))
    .filter((name) => !name.startsWith("config-rule-"));

  it("gives a rule one name, however it was deployed, and keeps that name", () =>
    fc.assert(
      fc.property(kebab, fc.stringMatching(/^[0-9a-f]{8}$/), (name, suffix) => {
        const rule = canonicalRule(name, own);
        assert.equal(canonicalRule(`securityhub-${name}-${suffix}`, hub), rule);
        assert.equal(canonicalRule(`OrgConfigRule-${name}-${suffix}`, organization), rule);
        assert.equal(canonicalRule(`${name}-conformance-pack-${suffix}`, pack), rule);
        assert.equal(canonicalRule(rule, own), rule);
        assert.match(rule, /^[A-Z][A-Z0-9_]+$/);
      }),
    ));
});
