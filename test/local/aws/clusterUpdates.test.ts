import assert from "node:assert/strict";
import { EC2 } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { until } from "../../endToEnd/until";
import { member, region } from "./instance";
import { network } from "./machines";
import { allow, as, errorName, outcome, session, unique } from "./principals";

const closed = { endpointPublicAccess: false, endpointPrivateAccess: true };

describe("local AWS: updates of clusters of EKS", function () {
  this.timeout(60_000);

  async function prepared() {
    const eks = new EKS(await as(member));
    const name = unique("cluster");
    const { subnet, vpc } = await network();
    const roleArn = `arn:aws:iam::${member}:role/cluster`;
    await eks.createCluster({ name, roleArn, resourcesVpcConfig: { subnetIds: [subnet] } });
    const update = async (resourcesVpcConfig: object) =>
      (await eks.updateClusterConfig({ name, resourcesVpcConfig })).update!.id!;
    const statusOf = async (updateId: string) => (await eks.describeUpdate({ name, updateId })).update!;
    const ended = async (updateId: string) => {
      await until(async () => (await statusOf(updateId)).status !== "InProgress");
      return statusOf(updateId);
    };
    const shown = async () => (await eks.describeCluster({ name })).cluster!;
    return { eks, name, vpc, update, statusOf, ended, shown };
  }

  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => "",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  // https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
  it("N9b: an update is in effect only once it is over, and until then EKS takes no other one", async () => {
    const { update, statusOf, ended, shown } = await prepared();
    const id = await update(closed);
    assert.deepEqual([(await statusOf(id)).status, (await shown()).status], ["InProgress", "UPDATING"]);
    assert.equal((await shown()).resourcesVpcConfig!.endpointPublicAccess, true);
    assert.match(await refusal(update(closed)), /^ResourceInUseException: .* currently has update .* in progress/);
    assert.equal((await ended(id)).status, "Successful");
    const { status, resourcesVpcConfig } = await shown();
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs, vpcId } = resourcesVpcConfig!;
    assert.deepEqual([status, endpointPublicAccess, endpointPrivateAccess], ["ACTIVE", false, true]);
    assert.deepEqual([publicAccessCidrs, vpcId !== undefined], [["0.0.0.0/0"], true]);
  });

  it("N9b: what changes nothing, leaves no endpoint, or admits what EKS does not allow, is refused", async () => {
    const { eks, name, update, ended } = await prepared();
    const open = { endpointPublicAccess: true, endpointPrivateAccess: false };
    const tooMany = Array.from({ length: 41 }, (_, at) => `203.0.113.${at}/32`);
    const cases: [input: object, why: RegExp][] = [
      [open, /already at the desired configuration with endpointPrivateAccess: false , endpointPublicAccess: true/],
      [{ endpointPublicAccess: false }, /both false/],
      [{ publicAccessCidrs: ["10.0.0.0/8"] }, /not allowed in publicAccessCidrs/],
      [{ publicAccessCidrs: ["2001:db8::/32"] }, /not allowed in publicAccessCidrs/],
      [{ publicAccessCidrs: tooMany }, /maximum number/],
    ];
    for (const [input, why] of cases) {
      const text = await refusal(update(input));
      assert.match(text, /^InvalidParameterException/);
      assert.match(text, why);
    }
    const both = { name, resourcesVpcConfig: closed, deletionProtection: true };
    assert.match(await refusal(eks.updateClusterConfig(both)), /Only one type of update/);
    await ended(await update(closed));
    assert.match(
      await refusal(update({ ...closed, publicAccessCidrs: ["203.0.113.0/24"] })),
      /already at the desired/,
      "the ranges of a closed endpoint are ignored",
    );
    assert.equal(await errorName(eks.describeUpdate({ name, updateId: "none" })), "ResourceNotFoundException");
    assert.equal(
      await errorName(eks.updateClusterConfig({ name: unique("none"), resourcesVpcConfig: closed })),
      "ResourceNotFoundException",
    );
  });

  it("N9b: an update that fails leaves the cluster as it was, and says why", async () => {
    const { vpc, update, ended, shown } = await prepared();
    await new EC2(await as(member)).modifyVpcAttribute({ VpcId: vpc, EnableDnsSupport: { Value: false } });
    const { status, errors } = await ended(await update(closed));
    assert.deepEqual([status, errors![0]!.errorMessage], ["Failed", `VPC ${vpc} does not support DNS`]);
    const { resourcesVpcConfig, status: now } = await shown();
    assert.deepEqual([now, resourcesVpcConfig!.endpointPublicAccess], ["ACTIVE", true]);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
  it("N9b: a policy may allow an update only for what it sets the endpoint to", async () => {
    const { name } = await prepared();
    const arn = `arn:aws:eks:${region}:${member}:cluster/${name}`;
    const allowed = allow("eks:UpdateClusterConfig", arn, { Bool: { "eks:endpointPrivateAccess": "true" } });
    const narrow = new EKS(await as(await session(member, allowed)));
    const asked = (resourcesVpcConfig: object) => outcome(narrow.updateClusterConfig({ name, resourcesVpcConfig }));
    assert.equal(await asked({ endpointPublicAccess: true, endpointPrivateAccess: false }), "refused");
    assert.equal(await asked({ endpointPublicAccess: false }), "refused");
    assert.equal(await asked(closed), "allowed");
  });
});
