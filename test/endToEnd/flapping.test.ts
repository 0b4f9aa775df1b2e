import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { evaluate } from "../../local/world/compliance";
import { decisionsOf, settledContainment } from "../../local/world/follow";
import type { World } from "../../local/world/world";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { website } = accounts;

describe("end to end: a containment that someone reverts", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "website");
  });

  it("a group that a pipeline keeps reopening is contained every time, and notified until someone looks", async () => {
    const { vpcId } = await ownNetwork(ec2);
    const GroupId = (await ec2.createSecurityGroup({ GroupName: "flapping", Description: "x", VpcId: vpcId })).GroupId!;
    const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    const report = (compliance: "COMPLIANT" | "NON_COMPLIANT") =>
      evaluate(world.endpoint, {
        account: website.id,
        rule: "SECURITY_GROUP_OPEN_PROHIBITED",
        resourceType: "AWS::EC2::SecurityGroup",
        resourceId: GroupId,
        compliance,
      });
    // X9: a read right after the call may come before the report, which then finds nothing to do.
    const cuts = async (finding: string, count: number) => {
      for (let look = 0; ; look++) {
        const all = await decisionsOf(world, finding);
        const made = all.filter(({ outcome }) => outcome !== "already-contained");
        if (made.length >= count) return made;
        assert.ok(look < 60, `only ${made.length} of ${count}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    };
    const notices = await subscribe(world);
    const rounds = 7;
    let finding = "";
    for (let round = 1; round <= rounds; round++) {
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [ssh] });
      finding = await report("NON_COMPLIANT");
      const [decision] = (await cuts(finding, round)).slice(-1);
      assert.equal(decision!.outcome, round === 1 ? "contained" : "recontained", decision!.reason);
      const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [GroupId] });
      const sources = SecurityGroups![0]!.IpPermissions!.flatMap(({ IpRanges = [] }) => IpRanges);
      assert.ok(!sources.some(({ CidrIp }) => CidrIp === "0.0.0.0/0"), `open after round ${round}`);
      await settledContainment(world, decision!.containment!);
      await report("COMPLIANT");
    }
    const decisions = await cuts(finding, rounds);
    assert.deepEqual(
      decisions.map(({ undone = [] }) => undone.length),
      [0, 1, 2, 3, 4, 5, 6],
    );
    const told = (await drain(world, notices, rounds, 6)).map((message) => message.Body!);
    // A report that comes after the read says that the group is contained already.
    const about = told.filter((text) => text.includes(GroupId) && !text.startsWith("Already contained"));
    // The first containment and its five reversals; a sixth one may fall into the next quarter of the day.
    assert.ok(about.length === 6 || about.length === 7, `${about.length} notices`);
    const loud = about.filter((text) =>
      text.includes("this containment is undone repeatedly, 5 times within 24 hours"),
    );
    assert.equal(loud.length, 1);
    assert.match(loud[0]!, new RegExp(`the owner of account ${website.id} must find out .*${region}.*${GroupId}`));
  });
});
