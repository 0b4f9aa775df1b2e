import assert from "node:assert/strict";
import { packedPercent } from "../../../../components/shared/packedPolicy";
import { responseStatements } from "../../../../components/shared/policies";
import { bucketTarget } from "../../../../runtime/resources/targets";
import { permissions } from "../../../../runtime/responses/runRunbook/permissions";
import { sessionRights } from "../../../models/sessionRights";
import { disable, encrypt, place } from "./work";

const own = { ...encrypt, name: "own", document: "Own-Runbook", assumeRole: "automation", permissions: [] };
const shared = { ...own, name: "shared", document: "arn:aws:ssm:eu-west-1:777788889999:document/Shared-Runbook" };
const all = [disable, encrypt, own, shared];
const target = bucketTarget({ ...place, partition: "aws-us-gov" }, "b".repeat(63));

describe("the permissions of run-runbook", () => {
  it("name AWS's documents without an account, our own with it, shared ones with their owner's, in both forms", () => {
    const { resources } = permissions(all).find(({ sid }) => sid === "StartRunbooks")!;
    assert.deepEqual(resources, [
      "arn:{partition}:ssm:{region}::document/AWS-DisableS3BucketPublicReadWrite",
      "arn:{partition}:ssm:{region}::automation-definition/AWS-DisableS3BucketPublicReadWrite:*",
      "arn:{partition}:ssm:{region}::document/AWS-EnableS3BucketEncryption",
      "arn:{partition}:ssm:{region}::automation-definition/AWS-EnableS3BucketEncryption:*",
      "arn:{partition}:ssm:{region}:{account}:document/Own-Runbook",
      "arn:{partition}:ssm:{region}:{account}:automation-definition/Own-Runbook:*",
      "arn:{partition}:ssm:eu-west-1:777788889999:document/Shared-Runbook",
      "arn:{partition}:ssm:eu-west-1:777788889999:automation-definition/Shared-Runbook:*",
      "arn:{partition}:ssm:{region}:{account}:automation-execution/*",
    ]);
  });

  it("let a role be passed only to Systems Manager, and only if one is declared", () => {
    const passing = permissions(all).filter(({ actions }) => actions.includes("iam:PassRole"));
    assert.deepEqual(passing, [
      {
        sid: "PassRoles",
        actions: ["iam:PassRole"],
        resources: ["arn:{partition}:iam::{account}:role/automation"],
        condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
        phase: "contain",
      },
    ]);
    assert.doesNotMatch(JSON.stringify(permissions([disable])), /PassRole/);
  });

  it("read only the tags of the declared kinds", () => {
    const actions = (kinds: (typeof disable.kind)[]) =>
      permissions(kinds.map((kind) => ({ ...disable, kind, permissions: [] })))
        .filter(({ phase }) => phase !== "resolve")
        .flatMap((permission) => permission.actions)
        .filter((action) => !action.startsWith("ssm:"));
    assert.deepEqual(actions(["s3-bucket"]), ["s3:GetBucketTagging"]);
    assert.deepEqual(actions(["rds-instance", "iam-principal"]), [
      "rds:DescribeDBInstances",
      "iam:GetRole",
      "iam:GetUser",
    ]);
    assert.deepEqual(actions(["ec2-instance", "ebs-volume", "security-group"]), [
      "ec2:DescribeInstances",
      "ec2:DescribeVolumes",
      "ec2:DescribeSecurityGroups",
    ]);
    assert.deepEqual(permissions([]), []);
  });

  it("have their own sids and a reason for every *", () => {
    const given = permissions(all);
    const sids = given.map(({ sid }) => sid);
    assert.equal(new Set(sids).size, sids.length);
    for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
    for (const item of given.filter(({ resources }) => resources.includes("*"))) assert.ok(item.why, item.sid);
    assert.equal(responseStatements(given, "aws", place.accountId).length, given.length);
  });

  it("X42: let a session of three runbooks reach only its bucket, and a release start, pass and change nothing", () => {
    const given = permissions([disable, encrypt, own]);
    const contain = sessionRights(given, target, { phase: "contain" });
    assert.ok(packedPercent(contain.policy) <= 60, `${packedPercent(contain.policy)} %`);
    assert.ok(contain.may("s3:PutBucketPublicAccessBlock", target.arn));
    assert.ok(!contain.may("s3:PutBucketPublicAccessBlock", "arn:aws-us-gov:s3:::other"));
    const release = sessionRights(given, target, { phase: "release" });
    assert.ok(!release.may("s3:PutBucketPublicAccessBlock", target.arn));
    const started = given.filter(({ sid }) => sid === "StartRunbooks" || sid === "PassRoles");
    for (const { actions, resources } of started) {
      const resource = resources[0]!
        .replaceAll("{partition}", target.partition)
        .replaceAll("{account}", target.accountId);
      const at = resource.replaceAll("{region}", target.region);
      for (const action of actions) assert.deepEqual([contain.may(action, at), release.may(action, at)], [true, false]);
    }
  });
});
