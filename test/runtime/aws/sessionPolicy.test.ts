import assert from "node:assert/strict";
import { largestSessionPolicy, sessionPolicy } from "../../../runtime/aws/sessionPolicy";
import { isResponse } from "../../../runtime/response";
import { catalogue } from "../../../runtime/responses/catalogue";
import { bucketTarget, groupTarget, instanceTarget, principalTarget, type Target } from "../../../runtime/target";

const place = { accountId: "444455556666", region: "ap-southeast-1", partition: "aws-us-gov" };
const target = instanceTarget(place, "i-0123456789abcdef0");
const longest = (kind: string) => "n".repeat(kind === "s3-bucket" ? 63 : 64);

/** What each kind of resource becomes; names are as long as AWS allows. */
const targetsByKind: Record<string, Target[]> = {
  "ec2-instance": [target],
  "security-group": [groupTarget(place, "sg-0123456789abcdef0")],
  "s3-bucket": [bucketTarget(place, longest("s3-bucket"))],
  "iam-principal": (["role", "user"] as const).map((kind) => principalTarget(place, kind, longest(kind))),
};

describe("the session policy", () => {
  for (const response of catalogue.filter(isResponse)) {
    for (const phase of ["contain", "release"] as const) {
      it(`of ${response.name} to ${phase} fits and names the target`, () => {
        for (const held of targetsByKind[response.kind!]!) {
          const text = sessionPolicy(response.permissions, held, phase);
          assert.ok(text.length <= largestSessionPolicy, `${text.length} characters`);
          assert.doesNotMatch(text, /[{](partition|region|account|target)[}]/);
          assert.ok(text.includes(`${held.id}"`), text);
        }
      });
    }
  }

  it("gives a direction only what it needs", () => {
    const isolate = catalogue.filter(isResponse).find((response) => response.name === "isolate-instance")!;
    const [contain, release] = (["contain", "release"] as const).map((phase) =>
      sessionPolicy(isolate.permissions, target, phase),
    );
    assert.match(contain!, /EnterStandby/);
    assert.doesNotMatch(contain!, /ExitStandby/);
    assert.doesNotMatch(release!, /EnterStandby|CreateSecurityGroup|CreateSnapshots/);
  });

  it("keeps the condition that only containment has: interfaces go into our groups and no others", () => {
    const isolate = catalogue.filter(isResponse).find((response) => response.name === "isolate-instance")!;
    const statements = JSON.parse(sessionPolicy(isolate.permissions, target, "contain")).Statement as any[];
    const intoGroups = statements.filter((item) => item.Action.includes("ec2:ModifyNetworkInterfaceAttribute"));
    assert.deepEqual(
      intoGroups.map((item) => [item.Resource, item.Condition]),
      [
        [["arn:*:ec2:*:*:network-interface/*"], undefined],
        [
          ["arn:*:ec2:*:*:security-group/*"],
          { StringEquals: { "aws:ResourceTag/firebreak:isolation": ["open", "closed"] } },
        ],
      ],
    );
  });

  it("shortens several actions that begin with the same word, and leaves a single one", () => {
    const text = sessionPolicy(
      [
        {
          sid: "Read",
          actions: ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "iam:GetUser"],
          resources: ["*"],
          why: "test",
        },
      ],
      target,
      "contain",
    );
    assert.deepEqual(JSON.parse(text).Statement[0].Action, ["ec2:Describe*", "iam:GetUser"]);
  });
});
