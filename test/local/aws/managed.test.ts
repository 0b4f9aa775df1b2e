import assert from "node:assert/strict";
import {
  AssociateIamInstanceProfileCommand,
  CreateNetworkInterfaceCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeVolumesCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import { member } from "./instance";
import { ec2As, launch, network, securityGroup } from "./machines";
import { as, errorName, unique } from "./principals";

const marker = [{ Key: "local-aws:managed", Value: "eks.amazonaws.com" }];
const operator = { Managed: true, Principal: "eks.amazonaws.com" };

async function managed() {
  const ec2 = await ec2As();
  const { vpc, subnet } = await network();
  const group = await securityGroup(vpc);
  const started = await ec2.send(
    new RunInstancesCommand({
      ImageId: "ami-12c6146b",
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnet,
      SecurityGroupIds: [group],
      TagSpecifications: [{ ResourceType: "instance", Tags: [...marker, { Key: "Name", Value: "node" }] }],
    }),
  );
  const instance = started.Instances![0]!;
  return { subnet, group, vpc, id: instance.InstanceId!, eni: instance.NetworkInterfaces![0]!.NetworkInterfaceId! };
}

async function instances(input: DescribeInstancesCommandInput) {
  const answer = await (await ec2As()).send(new DescribeInstancesCommand(input));
  return answer.Reservations!.flatMap((one) => one.Instances!);
}

async function interfaces(input: DescribeNetworkInterfacesCommandInput) {
  return (await (await ec2As()).send(new DescribeNetworkInterfacesCommand(input))).NetworkInterfaces!;
}

describe("local AWS: managed instances", () => {
  it("X1: a managed instance and its interface are hidden unless the call includes managed resources", async () => {
    const { id, eni, vpc } = await managed();
    const filter = { Filters: [{ Name: "attachment.instance-id", Values: [id] }] };
    assert.deepEqual(await interfaces(filter), []);
    assert.deepEqual(await interfaces({ NetworkInterfaceIds: [eni] }), []);
    assert.deepEqual(await instances({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }), []);
    const [shown] = await instances({ InstanceIds: [id], IncludeManagedResources: true });
    assert.deepEqual(shown!.Operator, operator);
    assert.deepEqual(shown!.NetworkInterfaces![0]!.Operator, operator);
    assert.deepEqual(shown!.Tags, [{ Key: "Name", Value: "node" }]);
    const [face] = await interfaces({ NetworkInterfaceIds: [eni], IncludeManagedResources: true });
    assert.deepEqual([face!.Operator, face!.Attachment!.InstanceId], [operator, id]);
    assert.equal((await interfaces({ ...filter, IncludeManagedResources: true })).length, 1);
    const volumes = { Filters: [{ Name: "attachment.instance-id", Values: [id] }] };
    const ec2 = await ec2As();
    assert.deepEqual((await ec2.send(new DescribeVolumesCommand(volumes))).Volumes, []);
    const all = await ec2.send(new DescribeVolumesCommand({ ...volumes, IncludeManagedResources: true }));
    assert.equal(all.Volumes!.length, 1);
  });

  it("X1: other instances are not managed, and their data says so", async () => {
    const { vpc, subnet } = await network();
    const plain = await launch({ SubnetId: subnet, SecurityGroupIds: [await securityGroup(vpc)] });
    assert.deepEqual([plain.Operator, plain.NetworkInterfaces![0]!.Operator], [{ Managed: false }, { Managed: false }]);
  });

  it("X1: changes of what a service manages are refused; tags and snapshots are not", async () => {
    const { id, eni, group } = await managed();
    const ec2 = await ec2As();
    const iam = new IAMClient(await as(member));
    const InstanceProfileName = unique("profile");
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    const IamInstanceProfile = { Name: InstanceProfileName };
    const refused = [
      ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Groups: [group] })),
      ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: [group] })),
      ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })),
      ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile })),
    ];
    for (const call of refused) assert.equal(await errorName(call), "OperationNotPermitted");
    const { IamInstanceProfileAssociations } = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}));
    assert.equal(IamInstanceProfileAssociations!.filter((one) => one.InstanceId === id).length, 0);
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "seen", Value: "yes" }] }));
    const taken = await ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: id } }));
    assert.equal(taken.Snapshots!.length, 1);
  });

  it("X1: an interface can be managed by itself", async () => {
    const { vpc, subnet } = await network();
    const ec2 = await ec2As();
    const made = await ec2.send(
      new CreateNetworkInterfaceCommand({
        SubnetId: subnet,
        Groups: [await securityGroup(vpc)],
        TagSpecifications: [{ ResourceType: "network-interface", Tags: marker }],
      }),
    );
    const id = made.NetworkInterface!.NetworkInterfaceId!;
    assert.deepEqual(await interfaces({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }), []);
    const [shown] = await interfaces({ NetworkInterfaceIds: [id], IncludeManagedResources: true });
    assert.deepEqual(shown!.Operator, operator);
  });
});
