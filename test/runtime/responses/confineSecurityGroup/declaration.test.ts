import assert from "node:assert/strict";
import type { Finding, Resource } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import { groupTarget } from "../../../../runtime/resources/targets";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import { sessionRights } from "../../../models/sessionRights";
import { defaults, empty } from "./states";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const resource = (kind: Resource["kind"], id: string): Resource => ({ kind, id, ...place });
const finding = (resources: Resource[]) => ({ type: "SecurityHub:Control/EC2.19", resources }) as Finding;

describe("confine-security-group", () => {
  it("case 13: takes every group that a finding names, and nothing else", () => {
    const named = [
      resource("security-group", "sg-1"),
      resource("s3-bucket", "logs"),
      resource("security-group", "sg-2"),
    ];
    assert.deepEqual(confineSecurityGroup.targets(finding(named)), [
      groupTarget(place, "sg-1"),
      groupTarget(place, "sg-2"),
    ]);
  });

  it("says why there is no target", () => {
    assert.deepEqual(confineSecurityGroup.targets(finding([resource("ec2-instance", "i-1")])), {
      reason: "SecurityHub:Control/EC2.19 names no security group",
      needsPerson: true,
    });
  });

  it("case 33: refuses a group that is named but not identified, and does not guess", () => {
    const refusal = (id: string) => confineSecurityGroup.refuses!(groupTarget(place, id), defaults);
    assert.match(reasonOf(refusal("web")!), /"web" is not a security group id.* does not guess/);
    assert.equal(refusal("sg-0123456789abcdef0"), undefined);
  });

  it("passes on the tags that it read, by which exceptions are judged", () => {
    const tags = { SecurityException: "for=confine-security-group" };
    assert.deepEqual(confineSecurityGroup.tags({ ...empty, tags }), tags);
  });

  it("has a custom action that Security Hub accepts", () => {
    assert.match(confineSecurityGroup.customAction!.id, /^[A-Za-z0-9]{1,20}$/);
    assert.ok(confineSecurityGroup.customAction!.name.length <= 20);
  });

  for (const phase of ["contain", "release"] as const) {
    it(`pins the session to the group, to ${phase}`, () => {
      const target = groupTarget(
        { ...place, region: "ap-southeast-1", partition: "aws-us-gov" },
        "sg-0123456789abcdef0",
      );
      const { may } = sessionRights(confineSecurityGroup.permissions, target, { phase });
      const arn = (region: string, id: string) => `arn:aws-us-gov:ec2:${region}:444455556666:${id}`;
      for (const action of [
        "AuthorizeSecurityGroupIngress",
        "ModifySecurityGroupRules",
        "RevokeSecurityGroupIngress",
      ]) {
        assert.ok(may(`ec2:${action}`, target.arn));
        assert.ok(may(`ec2:${action}`, arn("ap-southeast-1", "security-group-rule/sgr-0123456789abcdef0")));
        assert.ok(!may(`ec2:${action}`, arn("ap-southeast-1", "security-group/sg-0123456789abcdef1")));
        assert.ok(!may(`ec2:${action}`, arn("us-gov-west-1", `security-group/${target.id}`)));
      }
      assert.ok(may("ec2:DescribeSecurityGroups"));
      assert.ok(may("ec2:GetManagedPrefixListEntries", "arn:aws-us-gov:ec2:ap-southeast-1:1:prefix-list/pl-1"));
    });
  }
});
