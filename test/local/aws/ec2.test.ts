import assert from "node:assert/strict";
import {
  AttachNetworkInterfaceCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotsCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  type IpPermission,
  ModifyInstanceAttributeCommand,
  type ModifyInstanceAttributeCommandInput,
  ModifyInstanceMetadataOptionsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type ModifyNetworkInterfaceAttributeCommandInput,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { member } from "./instance";
import { described, ec2As, launch, network, rulesOf, securityGroup } from "./machines";
import { errorName } from "./principals";

const ssh = (CidrIp: string): IpPermission => ({ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp }] });

async function modify(interfaceId: string, change: Partial<ModifyNetworkInterfaceAttributeCommandInput>) {
  const ec2 = await ec2As();
  return errorName(
    ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: interfaceId, ...change })),
  );
}

async function interfaces(...ids: string[]) {
  const answer = await (await ec2As()).send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ids }));
  return answer.NetworkInterfaces!;
}

describe("local AWS: network interfaces", () => {
  it("row 2: interfaces of one instance in two VPCs keep their own groups and addresses", async () => {
    const [one, two] = [await network(), await network(true)];
    const [first, second] = [await securityGroup(one.vpc), await securityGroup(two.vpc)];
    const instance = await launch({
      NetworkInterfaces: [
        { DeviceIndex: 0, SubnetId: one.subnet, Groups: [first] },
        { DeviceIndex: 1, SubnetId: two.subnet, Groups: [second], Ipv6AddressCount: 2 },
      ],
    });
    const shown = instance.NetworkInterfaces!.map((item) => [
      item.VpcId,
      item.Groups!.map((group) => group.GroupId),
      item.Ipv6Addresses!.length,
      item.Attachment!.DeleteOnTermination,
    ]);
    assert.deepEqual(shown, [
      [one.vpc, [first], 0, true],
      [two.vpc, [second], 2, true],
    ]);
    assert.deepEqual(
      instance.SecurityGroups!.map((group) => group.GroupId),
      [first],
    );
    const ids = instance.NetworkInterfaces!.map((item) => item.NetworkInterfaceId!);
    const listed = await interfaces(...ids);
    assert.deepEqual(
      listed.map((item) => [item.VpcId, item.Groups![0]!.GroupId, item.Ipv6Addresses!.length]),
      [
        [one.vpc, first, 0],
        [two.vpc, second, 2],
      ],
    );

    const other = await securityGroup(two.vpc);
    assert.equal(await modify(ids[1]!, { Groups: [other, second] }), undefined);
    const after = await described(instance.InstanceId!);
    assert.deepEqual(
      after.NetworkInterfaces!.map((item) => item.Groups!.map((group) => group.GroupId)),
      [[first], [other, second]],
    );
  });

  it("row 2: groups of an instance with several interfaces cannot be changed at the instance", async () => {
    const { vpc, subnet } = await network();
    const [before, after] = [await securityGroup(vpc), await securityGroup(vpc)];
    const ec2 = await ec2As();
    const change = (id: string) =>
      errorName(ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: [after] })));
    const single = await launch({ SubnetId: subnet, SecurityGroupIds: [before] });
    assert.equal(await change(single.InstanceId!), undefined);
    const [only] = (await described(single.InstanceId!)).NetworkInterfaces!;
    assert.equal(only!.Groups![0]!.GroupId, after);
    const double = await launch({
      NetworkInterfaces: [0, 1].map((DeviceIndex) => ({ DeviceIndex, SubnetId: subnet, Groups: [before] })),
    });
    assert.equal(await change(double.InstanceId!), "InvalidInstanceID");
  });

  it("row 2: an interface refuses unknown groups, groups of another VPC, too many groups, and two attributes", async () => {
    const [one, two] = [await network(), await network()];
    const own = await securityGroup(one.vpc);
    const { NetworkInterfaces } = await launch({ SubnetId: one.subnet, SecurityGroupIds: [own] });
    const id = NetworkInterfaces![0]!.NetworkInterfaceId!;
    assert.equal(await modify(id, { Groups: ["sg-00000000000000000"] }), "InvalidGroup.NotFound");
    assert.equal(await modify(id, { Groups: [await securityGroup(two.vpc)] }), "InvalidGroup.NotFound");
    const many = await Promise.all([1, 2, 3, 4, 5, 6].map(() => securityGroup(one.vpc)));
    assert.equal(await modify(id, { Groups: many }), "SecurityGroupsPerInterfaceLimitExceeded");
    assert.equal(await modify(id, {}), "InvalidParameterCombination");
    const both = { Groups: [own], Description: { Value: "x" } };
    assert.equal(await modify(id, both), "InvalidParameterCombination");
    assert.equal(await modify("eni-00000000000000000", { Groups: [own] }), "InvalidNetworkInterfaceID.NotFound");
    assert.deepEqual(
      (await interfaces(id))[0]!.Groups!.map((group) => group.GroupId),
      [own],
    );
  });

  it("row 2: an interface of an AWS service refuses changes, and is marked as such", async () => {
    const { vpc, subnet } = await network();
    const group = await securityGroup(vpc);
    const ec2 = await ec2As();
    const Tags = [{ Key: "local-aws:requester-managed", Value: "true" }];
    const created = await ec2.send(
      new CreateNetworkInterfaceCommand({
        SubnetId: subnet,
        Groups: [group],
        TagSpecifications: [{ ResourceType: "network-interface", Tags }],
      }),
    );
    const id = created.NetworkInterface!.NetworkInterfaceId!;
    const { InstanceId } = await launch({ SubnetId: subnet });
    await ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId: id, InstanceId, DeviceIndex: 1 }));
    const [shown] = await interfaces(id);
    assert.equal(shown!.RequesterManaged, true);
    assert.deepEqual(shown!.TagSet, []);
    assert.equal(shown!.Attachment!.InstanceId, InstanceId);
    assert.equal(await modify(id, { Groups: [await securityGroup(vpc)] }), "AuthFailure");
    assert.equal((await interfaces(id))[0]!.Groups![0]!.GroupId, group);
  });

  it("IPv6 addresses are assigned by count or used as given", async () => {
    const { subnet } = await network(true);
    const ec2 = await ec2As();
    const counted = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet, Ipv6AddressCount: 2 }));
    const addresses = counted.NetworkInterface!.Ipv6Addresses!.map((one) => one.Ipv6Address!);
    assert.equal(new Set(addresses).size, 2);
    const wished = addresses[0]!.replace(/:[^:]*$/, ":abcd");
    const instance = await launch({
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet, Ipv6Addresses: [{ Ipv6Address: wished }] }],
    });
    const [only] = instance.NetworkInterfaces!;
    assert.deepEqual(
      only!.Ipv6Addresses!.map((one) => one.Ipv6Address),
      [wished],
    );
  });

  it("N88: connection tracking timeouts are kept and shown with the instance, and refused out of range", async () => {
    const { subnet } = await network();
    const { NetworkInterfaces, InstanceId } = await launch({ SubnetId: subnet });
    const id = NetworkInterfaces![0]!.NetworkInterfaceId!;
    const set = (TcpEstablishedTimeout: number) =>
      modify(id, { ConnectionTrackingSpecification: { TcpEstablishedTimeout } });
    assert.equal(await set(59), "InvalidParameterValue");
    assert.equal(await set(60), undefined);
    assert.deepEqual((await interfaces(id))[0]!.ConnectionTrackingConfiguration, { TcpEstablishedTimeout: 60 });
    const [port] = (await described(InstanceId!)).NetworkInterfaces!;
    assert.deepEqual(port!.ConnectionTrackingConfiguration, { TcpEstablishedTimeout: 60 });
  });

  it("an attached interface cannot be deleted", async () => {
    const { subnet } = await network();
    const { NetworkInterfaces } = await launch({ SubnetId: subnet });
    const remove = new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: NetworkInterfaces![0]!.NetworkInterfaceId });
    assert.equal(await errorName((await ec2As()).send(remove)), "InvalidNetworkInterface.InUse");
  });
});

describe("local AWS: security groups", () => {
  it("a name is unique per VPC", async () => {
    const [one, two] = [await network(), await network()];
    await securityGroup(one.vpc, "taken");
    await securityGroup(two.vpc, "taken");
    const again = new CreateSecurityGroupCommand({ GroupName: "taken", Description: "x", VpcId: one.vpc });
    assert.equal(await errorName((await ec2As()).send(again)), "InvalidGroup.Duplicate");
  });

  it("a new group allows all outbound traffic, over IPv6 only if the VPC has it", async () => {
    const ranges = async (ipv6: boolean) =>
      (await rulesOf(await securityGroup((await network(ipv6)).vpc))).map((rule) => [
        rule.IsEgress,
        rule.IpProtocol,
        rule.CidrIpv4 ?? rule.CidrIpv6,
      ]);
    assert.deepEqual(await ranges(false), [[true, "-1", "0.0.0.0/0"]]);
    assert.deepEqual(await ranges(true), [
      [true, "-1", "0.0.0.0/0"],
      [true, "-1", "::/0"],
    ]);
  });

  it("a duplicate rule is refused, and then nothing of the call is kept", async () => {
    const ec2 = await ec2As();
    const GroupId = await securityGroup((await network()).vpc);
    const authorize = (...IpPermissions: IpPermission[]) =>
      ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const added = await authorize(ssh("10.0.0.0/8"), ssh("192.168.0.0/16"));
    assert.equal(added.SecurityGroupRules!.length, 2);
    assert.equal(await errorName(authorize(ssh("172.16.0.0/12"), ssh("10.0.0.0/8"))), "InvalidPermission.Duplicate");
    assert.equal((await rulesOf(GroupId)).filter((rule) => !rule.IsEgress).length, 2);
    const everything = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    const egress = new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything });
    assert.equal(await errorName(ec2.send(egress)), "InvalidPermission.Duplicate");
  });

  it("row 3: rules are revoked by id in both directions, and an unknown id is named", async () => {
    const ec2 = await ec2As();
    const GroupId = await securityGroup((await network()).vpc);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh("10.0.0.0/8")] }));
    const unknown = ["sgr-00000000000000000"];
    const ingress = (ids: string[]) =>
      errorName(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: ids })));
    const egress = (ids: string[]) =>
      errorName(ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: ids })));
    assert.equal(await ingress(unknown), "InvalidSecurityGroupRuleId.NotFound");
    assert.equal(await egress(unknown), "InvalidSecurityGroupRuleId.NotFound");
    const rules = await rulesOf(GroupId);
    const ids = (out: boolean) =>
      rules.filter((rule) => rule.IsEgress === out).map((rule) => rule.SecurityGroupRuleId!);
    assert.equal(await ingress([...ids(false), ...unknown]), "InvalidSecurityGroupRuleId.NotFound");
    assert.equal((await rulesOf(GroupId)).length, 2, "one unknown id keeps the others");
    assert.equal(await ingress(ids(false)), undefined);
    assert.equal(await egress(ids(true)), undefined);
    assert.deepEqual(await rulesOf(GroupId), []);
  });

  it("row 4: revoking an absent egress rule fails, even if no rule is left", async () => {
    const ec2 = await ec2As();
    const GroupId = await securityGroup((await network()).vpc);
    const revoke = (...IpPermissions: IpPermission[]) =>
      errorName(ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions })));
    const everything = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
    assert.equal(await revoke(everything, ssh("10.0.0.0/8")), "InvalidPermission.NotFound");
    assert.equal((await rulesOf(GroupId)).length, 1, "nothing is revoked");
    assert.equal(await revoke(everything), undefined);
    assert.equal(await revoke(everything), "InvalidPermission.NotFound");
  });

  it("a group that an interface or another group uses cannot be deleted, nor can the default group", async () => {
    const ec2 = await ec2As();
    const { vpc, subnet } = await network();
    const [attached, named, naming] = [await securityGroup(vpc), await securityGroup(vpc), await securityGroup(vpc)];
    const remove = (GroupId: string) => errorName(ec2.send(new DeleteSecurityGroupCommand({ GroupId })));
    const { InstanceId } = await launch({ SubnetId: subnet, SecurityGroupIds: [attached] });
    const IpPermissions = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: named }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: naming, IpPermissions }));
    assert.equal(await remove(attached), "DependencyViolation");
    assert.equal(await remove(named), "DependencyViolation");
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId!] }));
    for (const group of [attached, naming, named]) assert.equal(await remove(group), undefined);
    const filters = [
      { Name: "vpc-id", Values: [vpc] },
      { Name: "group-name", Values: ["default"] },
    ];
    const left = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: filters }));
    assert.equal(await remove(left.SecurityGroups![0]!.GroupId!), "CannotDelete");
  });

  it("groups are found by VPC and name pattern, route tables by VPC", async () => {
    const ec2 = await ec2As();
    const [one, two] = [await network(), await network()];
    const found = await securityGroup(one.vpc, "match-1");
    await securityGroup(one.vpc, "other");
    await securityGroup(two.vpc, "match-2");
    const vpc = { Name: "vpc-id", Values: [one.vpc] };
    const groups = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [vpc, { Name: "group-name", Values: ["mat?h-*"] }] }),
    );
    assert.deepEqual(
      groups.SecurityGroups!.map((group) => group.GroupId),
      [found],
    );
    const tables = await ec2.send(new DescribeRouteTablesCommand({ Filters: [vpc] }));
    assert.deepEqual(
      tables.RouteTables!.map((table) => table.VpcId),
      [one.vpc],
    );
  });
});

describe("local AWS: instances", () => {
  it("termination protection and shutdown behaviour are set one at a time, shown, and enforced", async () => {
    const ec2 = await ec2As();
    const { InstanceId } = await launch({ SubnetId: (await network()).subnet });
    const set = (change: Partial<ModifyInstanceAttributeCommandInput>) =>
      errorName(ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, ...change })));
    const terminate = () => errorName(ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId!] })));
    const get = (Attribute: "disableApiTermination" | "instanceInitiatedShutdownBehavior") =>
      ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
    const protect = { DisableApiTermination: { Value: true } };
    const behave = { InstanceInitiatedShutdownBehavior: { Value: "terminate" } };
    assert.equal(await set({ ...protect, ...behave }), "InvalidParameterCombination");
    assert.equal(await set(protect), undefined);
    assert.equal(await set(behave), undefined);
    assert.equal((await get("disableApiTermination")).DisableApiTermination?.Value, true);
    const shown = await get("instanceInitiatedShutdownBehavior");
    assert.equal(shown.InstanceInitiatedShutdownBehavior?.Value, "terminate");
    assert.equal(await terminate(), "OperationNotPermitted");
    assert.equal(await set({ DisableApiTermination: { Value: false } }), undefined);
    assert.equal(await terminate(), undefined);
  });

  it("DeleteOnTermination of a volume is changed and shown", async () => {
    const ec2 = await ec2As();
    const volume = (DeviceName: string) => ({ DeviceName, Ebs: { VolumeSize: 8, DeleteOnTermination: true } });
    const instance = await launch({ BlockDeviceMappings: [volume("/dev/sda1"), volume("/dev/sdb")] });
    const InstanceId = instance.InstanceId!;
    const keep = (DeviceName: string) =>
      errorName(
        ec2.send(
          new ModifyInstanceAttributeCommand({
            InstanceId,
            BlockDeviceMappings: [{ DeviceName, Ebs: { DeleteOnTermination: false } }],
          }),
        ),
      );
    assert.equal(await keep("/dev/sdb"), undefined);
    assert.equal(await keep("/dev/sdz"), "InvalidInstanceAttributeValue");
    const expected = [
      ["/dev/sda1", true],
      ["/dev/sdb", false],
    ];
    const devices = (await described(InstanceId)).BlockDeviceMappings!;
    assert.deepEqual(
      devices.map((device) => [device.DeviceName, device.Ebs!.DeleteOnTermination]),
      expected,
    );
    const asked = await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "blockDeviceMapping" }));
    assert.deepEqual(
      asked.BlockDeviceMappings!.map((device) => [device.DeviceName, device.Ebs!.DeleteOnTermination]),
      expected,
    );
  });

  it("setting one metadata option keeps the others", async () => {
    const ec2 = await ec2As();
    const MetadataOptions = { HttpTokens: "required" as const, HttpPutResponseHopLimit: 2 };
    const { InstanceId } = await launch({ MetadataOptions });
    await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpEndpoint: "disabled" }));
    const options = (await described(InstanceId!)).MetadataOptions!;
    assert.deepEqual(
      [options.HttpEndpoint, options.HttpTokens, options.HttpPutResponseHopLimit],
      ["disabled", "required", 2],
    );
  });

  it("one call takes snapshots of all volumes, with the volumes' tags and its own", async () => {
    const ec2 = await ec2As();
    const { InstanceId, BlockDeviceMappings } = await launch({
      BlockDeviceMappings: ["/dev/sda1", "/dev/sdb"].map((DeviceName) => ({ DeviceName, Ebs: { VolumeSize: 8 } })),
      TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "owner", Value: "team" }] }],
    });
    const volumes = BlockDeviceMappings!.map((device) => device.Ebs!.VolumeId!);
    const create = (incident: string, ExcludeDataVolumeIds?: string[]) =>
      ec2.send(
        new CreateSnapshotsCommand({
          InstanceSpecification: { InstanceId, ExcludeDataVolumeIds },
          CopyTagsFromSource: "volume",
          TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: "incident", Value: incident }] }],
        }),
      );
    const taken = (await create("all")).Snapshots!;
    assert.deepEqual(
      taken.map((snapshot) => [snapshot.VolumeId, snapshot.State]),
      volumes.map((volume) => [volume, "pending"]),
    );
    assert.equal((await create("one", [volumes[1]!])).Snapshots!.length, 1);
    const found = await ec2.send(
      new DescribeSnapshotsCommand({ OwnerIds: ["self"], Filters: [{ Name: "tag:incident", Values: ["all"] }] }),
    );
    assert.deepEqual(
      found.Snapshots!.map((snapshot) => snapshot.SnapshotId).sort(),
      taken.map((snapshot) => snapshot.SnapshotId).sort(),
    );
    for (const snapshot of found.Snapshots!) {
      assert.equal(snapshot.OwnerId, member);
      assert.deepEqual(Object.fromEntries(snapshot.Tags!.map((tag) => [tag.Key, tag.Value])), {
        incident: "all",
        owner: "team",
      });
    }
  });

  it("a terminated instance stays listed without interfaces; an unknown one is not found", async () => {
    const ec2 = await ec2As();
    const { vpc, subnet } = await network();
    const instance = await launch({
      NetworkInterfaces: [
        { DeviceIndex: 0, SubnetId: subnet, Groups: [await securityGroup(vpc)] },
        { DeviceIndex: 1, SubnetId: subnet, DeleteOnTermination: false },
      ],
    });
    const [gone, kept] = instance.NetworkInterfaces!.map((one) => one.NetworkInterfaceId!);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance.InstanceId!] }));
    const left = await described(instance.InstanceId!);
    assert.equal(left.State!.Name, "terminated");
    assert.deepEqual([left.VpcId, left.SubnetId, left.PrivateIpAddress], [undefined, undefined, undefined]);
    assert.deepEqual([left.NetworkInterfaces, left.SecurityGroups], [[], []]);
    assert.equal(await errorName(interfaces(gone!)), "InvalidNetworkInterfaceID.NotFound");
    assert.equal((await interfaces(kept!))[0]!.Status, "available");
    const find = (id: string) => errorName(ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] })));
    assert.equal(await find("i-00000000000000000"), "InvalidInstanceID.NotFound");
    assert.equal(await find("i-x"), "InvalidInstanceID.Malformed");
  });
});
