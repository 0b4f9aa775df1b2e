import assert from "node:assert/strict";
import { after } from "mocha";
import { packedPercent } from "../../../components/shared/packedPolicy";
import { partFor, partName, partsOf, permissionsOfPart } from "../../../runtime/aws/rolePart";
import { largestSessionPolicy, listedPolicy } from "../../../runtime/aws/sessionPolicy";
import { isResponse, type Response } from "../../../runtime/model/response";
import type { Target } from "../../../runtime/model/target";
import {
  bucketTarget,
  clusterTarget,
  databaseTarget,
  eksClusterTarget,
  functionTarget,
  groupTarget,
  instanceTarget,
  podTarget,
  principalTarget,
  targetOf,
  taskTarget,
} from "../../../runtime/resources/targets";
import { catalogue } from "../../../runtime/responses/catalogue";
import { sessionRights } from "../../models/sessionRights";

const place = { accountId: "444455556666", region: "ap-southeast-1", partition: "aws-us-gov" };
const target = instanceTarget(place, "i-0123456789abcdef0");
/** As long as AWS allows, and without repetition, so that it is hard to compress. */
const longest = (kind: string) =>
  "kX9-vQ2_mB7.tR4=wL8+zF3@hN6,cJ1pY5sGdK0uEaVbMoHiTjSqWrZxAnPfCgDlU".slice(0, kind === "s3-bucket" ? 63 : 64);

/** The targets of each kind of resource. */
const targetsByKind: Record<string, Target[]> = {
  "ec2-instance": [target],
  "security-group": [groupTarget(place, "sg-0123456789abcdef0")],
  "s3-bucket": [bucketTarget(place, longest("s3-bucket"))],
  "lambda-function": [functionTarget(place, longest("lambda-function"))],
  "rds-instance": [databaseTarget(place, longest("rds-instance")), clusterTarget(place, longest("rds-cluster"))],
  "ebs-snapshot": [
    targetOf("ebs-snapshot", place, "snap-0123456789abcdef0"),
    targetOf("ami", place, "ami-0123456789abcdef0"),
    targetOf("rds-snapshot", place, longest("rds-snapshot")),
    targetOf("rds-cluster-snapshot", place, longest("rds-cluster-snapshot")),
  ],
  "ecs-task": [taskTarget(place, longest("ecs-task"))],
  "eks-cluster": [eksClusterTarget(place, longest("cluster"))],
  "eks-pod": [podTarget(place, `${longest("cluster")}/checkout/cart-1`)],
  trail: [
    targetOf("trail", place, longest("trail")),
    targetOf("detector", place, "0123456789abcdef0123456789abcdef"),
    targetOf("recorder", place, `${longest("recorder")}/a1b2c3d4e5f6g7h8`),
    targetOf("account-public-access-block", place, place.accountId),
    targetOf("ebs-encryption", place, "ebs-encryption-by-default"),
  ],
  "iam-principal": (["role", "user"] as const).map((kind) => principalTarget(place, kind, longest(kind))),
};
const named = (name: string) => catalogue.filter(isResponse).find((response) => response.name === name)!;
const purposesOf = ({ permissions }: Response) => [
  { phase: "contain" as const },
  { phase: "release" as const },
  ...(partsOf(permissions).includes("write") ? [{ phase: "contain" as const, session: "write" as const }] : []),
];

describe("the session policy", () => {
  const sizes: string[] = [];
  for (const response of catalogue.filter(isResponse)) {
    for (const purpose of purposesOf(response)) {
      const part = partName(response.name, partFor(response.permissions, purpose));
      it(`X42: of ${part} to ${purpose.phase} takes at most 60 % of the compressed size that AWS allows`, () => {
        for (const held of targetsByKind[response.kind!]!) {
          const { policy } = sessionRights(response.permissions, held, purpose);
          assert.ok(policy.length <= largestSessionPolicy, `${policy.length} characters`);
          assert.doesNotMatch(policy, /[{](partition|region|account|target|cluster)[}]/);
          const percent = packedPercent(policy);
          sizes.push(`${part}, ${held.kind}, to ${purpose.phase}: ${policy.length} characters, ${percent} %`);
          assert.ok(percent <= 60, `${percent} %: ${policy}`);
        }
      });

      it(`X42: of ${part} to ${purpose.phase} allows all that the role can do to its target, and nothing to any other`, () => {
        for (const held of targetsByKind[response.kind!]!) {
          const { may } = sessionRights(response.permissions, held, purpose);
          const own = permissionsOfPart(response.permissions, partFor(response.permissions, purpose));
          const fitting = own.filter(({ targetKind }) => !targetKind || targetKind === held.kind);
          const filled = (pattern: string, id: string) =>
            Object.entries({
              partition: place.partition,
              region: place.region,
              account: place.accountId,
              target: id,
              cluster: id.split("/")[0]!,
            })
              .reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), pattern)
              .replaceAll("*", "x");
          for (const { actions, resources } of fitting) {
            for (const action of actions) {
              for (const pattern of resources) {
                const isRead = /:(Describe|Get|List|Lookup)/.test(action);
                assert.ok(may(action, pattern === "*" ? "*" : filled(pattern, held.id)), `${action} on ${pattern}`);
                if (!/[{](target|cluster)[}]/.test(pattern) || isRead) continue;
                assert.ok(!may(action, filled(pattern, "other")), `${action} on another ${pattern}`);
              }
            }
          }
        }
      });
    }
  }
  after(() => process.stdout.write(`${sizes.map((line) => `      ${line}`).join("\n")}\n`));

  it("gives each direction only what it needs", () => {
    const { permissions } = named("isolate-instance");
    const group = "arn:aws-us-gov:autoscaling:ap-southeast-1:444455556666:autoScalingGroup:u:autoScalingGroupName/web";
    const [contain, release] = (["contain", "release"] as const).map((phase) =>
      sessionRights(permissions, target, { phase }),
    );
    const may = (action: string, resource: string) =>
      [contain!, release!].map((rights) => rights.may(action, resource));
    assert.deepEqual(may("autoscaling:EnterStandby", group), [true, false]);
    assert.deepEqual(may("autoscaling:ExitStandby", group), [false, true]);
    assert.deepEqual(may("ec2:CreateSnapshots", target.arn), [true, false]);
  });

  it("allows, under the role's condition, only moves of interfaces into our own groups", () => {
    const into = permissionsOfPart(named("isolate-instance").permissions).filter(({ actions }) =>
      actions.includes("ec2:ModifyNetworkInterfaceAttribute"),
    );
    assert.deepEqual(
      into.map(({ sid, condition }) => [sid, condition]),
      [
        ["SwitchInterfaces", undefined],
        ["IntoOurGroups", { StringEquals: { "aws:ResourceTag/firebreak:isolation": ["open", "closed"] } }],
      ],
    );
  });

  it("shortens actions that begin with the same word, but not a single one", () => {
    const actions = ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "iam:GetUser"];
    const text = listedPolicy([{ sid: "Read", actions, resources: ["*"], why: "test" }], target);
    assert.deepEqual(JSON.parse(text).Statement[0].Action, ["ec2:Describe*", "iam:GetUser"]);
  });
});
