import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { faultsOf, type Written } from "./authorization";
import { fits, overlap } from "./globs";

const allowing = (statement: Partial<Written>): Written => ({
  Sid: "S",
  Effect: "Allow",
  Action: "s3:GetBucketTagging",
  Resource: "arn:aws:s3:::logs",
  ...statement,
});
const detector = "arn:aws:guardduty:*:111122223333:detector/*";

describe("the check of policies", () => {
  const cases: [string, Written[], RegExp][] = [
    [
      "an action that does not exist",
      [allowing({ Action: "s3:GetBucketTaggings" })],
      /there is no action s3:GetBucketT/,
    ],
    ["a service that does not exist", [allowing({ Action: "s4:GetObject" })], /there is no action s4:GetObject/],
    [
      "a resource for an action that takes none",
      [allowing({ Action: "guardduty:ArchiveFindings", Resource: detector })],
      /ArchiveFindings takes no resource but \*/,
    ],
    [
      "a resource of another type",
      [allowing({ Resource: "arn:aws:s3:us-east-1:111122223333:accesspoint/x" })],
      /is about bucket/,
    ],
    [
      "a resource that fits no action",
      [allowing({ Resource: ["arn:aws:s3:::logs", detector] })],
      /no action is about arn:aws:guardduty/,
    ],
    [
      "a required type that no statement has",
      [allowing({ Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:instance/*" })],
      /ec2:RunInstances needs a subnet, and none is allowed/,
    ],
    [
      "a condition key that the action does not support",
      [
        allowing({
          Action: "s3:PutBucketTagging",
          Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["k"] } },
        }),
      ],
      /s3:PutBucketTagging does not know the condition key aws:TagKeys/,
    ],
  ];
  for (const [name, statements, fault] of cases) {
    it(`X46: finds ${name}`, async () => assert.match((await faultsOf(statements)).join("\n"), fault));
  }

  it("X46: finds nothing wrong in a correct policy", async () => {
    const right = [
      allowing({ Condition: { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } } }),
      allowing({ Action: "guardduty:GetFindings", Resource: "*" }),
      allowing({
        Action: ["ec2:CreateTags"],
        Resource: "arn:aws:ec2:*:111122223333:volume/*",
        Condition: { StringEquals: { "aws:RequestTag/firebreak:containment": "x" } },
      }),
    ];
    assert.deepEqual(await faultsOf(right), []);
  });

  it("decides whether a text can match two patterns, part by part of an ARN", () => {
    assert.equal(overlap("a*c", "ab*"), true);
    assert.equal(overlap("a*c", "b*"), false);
    assert.equal(overlap("role/x-?", "role/x-1"), true);
    const role = `arn:\${Partition}:iam::\${Account}:role/\${RoleNameWithPath}`;
    assert.equal(fits("arn:aws:iam::*:role/Security-IR-Role-notify", role), true);
    assert.equal(fits("arn:aws:iam::*:user/x", role), false);
    assert.equal(fits("arn:aws:iam:*", role), false, "an account and a name are missing");
  });
});
