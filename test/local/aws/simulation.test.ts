import assert from "node:assert/strict";
import {
  type ContextEntry,
  IAMClient,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { member, region } from "./instance";
import { allow, as, deny, errorName, policy, role } from "./principals";

const group = `arn:aws:ec2:${region}:${member}:security-group/sg-1`;

describe("local AWS: row 20: policy simulation", () => {
  it("row 20: shows for a role what is allowed, denied, and not mentioned", async () => {
    const iam = new IAMClient(await as(member));
    const tagged = { StringEquals: { "aws:ResourceTag/fb": "yes" } };
    const PolicySourceArn = await role(member, {
      statements: [
        allow("ec2:Describe*"),
        allow("ec2:RevokeSecurityGroupIngress", group, tagged),
        deny("ec2:DescribeVpcs"),
      ],
    });
    const ask = async (ActionNames: string[], ResourceArns?: string[], ContextEntries?: ContextEntry[]) => {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames,
        ResourceArns,
        ContextEntries,
      });
      return (await iam.send(command)).EvaluationResults!.map((one) => one.EvalDecision);
    };
    assert.deepEqual(await ask(["ec2:DescribeInstances", "ec2:DescribeVpcs", "iam:ListUsers"]), [
      "allowed",
      "explicitDeny",
      "implicitDeny",
    ]);
    const revoke = ["ec2:RevokeSecurityGroupIngress"];
    const tag = (value: string) => [
      { ContextKeyName: "aws:ResourceTag/fb", ContextKeyType: "string" as const, ContextKeyValues: [value] },
    ];
    assert.deepEqual(await ask(revoke, [group, `${group}0`], tag("yes")), ["allowed", "implicitDeny"]);
    assert.deepEqual(await ask(revoke, [group], tag("no")), ["implicitDeny"]);
    const absent = { PolicySourceArn: `${PolicySourceArn}-absent`, ActionNames: revoke };
    assert.equal(await errorName(iam.send(new SimulatePrincipalPolicyCommand(absent))), "NoSuchEntityException");
  });

  it("row 20: shows the effect of given policies within a boundary", async () => {
    const iam = new IAMClient(await as(member));
    const answer = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [policy(allow("*"))],
        PermissionsBoundaryPolicyInputList: [policy(allow("s3:*"))],
        ActionNames: ["s3:GetObject", "ec2:DescribeVpcs"],
      }),
    );
    assert.deepEqual(
      answer.EvaluationResults!.map((one) => one.EvalDecision),
      ["allowed", "implicitDeny"],
    );
  });
});
