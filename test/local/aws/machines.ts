import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { member, region } from "./instance";
import { as, type Credentials, unique } from "./principals";

/** A client of EC2 in the member account, as its root user unless told otherwise. */
export async function ec2As(credentials: Credentials | string = member): Promise<EC2Client> {
  return new EC2Client(await as(credentials));
}

/** A VPC with one subnet in the first zone of the Region. */
export interface Network {
  vpc: string;
  subnet: string;
}

/** Creates a VPC with one subnet; with `ipv6`, both have IPv6 addresses. */
export async function network(ipv6 = false): Promise<Network> {
  const ec2 = await ec2As();
  const created = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: ipv6 }));
  const block = created.Vpc!.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock;
  const subnet = await ec2.send(
    new CreateSubnetCommand({
      VpcId: created.Vpc!.VpcId,
      CidrBlock: "10.1.1.0/24",
      AvailabilityZone: `${region}a`,
      Ipv6CidrBlock: ipv6 ? block!.replace("/56", "/64") : undefined,
    }),
  );
  return { vpc: created.Vpc!.VpcId!, subnet: subnet.Subnet!.SubnetId! };
}

/** Creates a security group and returns its id. */
export async function securityGroup(vpc: string, name = unique("group")): Promise<string> {
  const ec2 = await ec2As();
  const created = await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc }));
  return created.GroupId!;
}

/** Starts an instance and returns it as DescribeInstances shows it. */
export async function launch(settings: Partial<RunInstancesCommandInput>): Promise<Instance> {
  const ec2 = await ec2As();
  const started = await ec2.send(
    new RunInstancesCommand({ ImageId: "ami-12c6146b", MinCount: 1, MaxCount: 1, ...settings }),
  );
  return described(started.Instances![0]!.InstanceId!);
}

/** An instance as DescribeInstances shows it. */
export async function described(id: string): Promise<Instance> {
  const answer = await (await ec2As()).send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return answer.Reservations![0]!.Instances![0]!;
}

/** The rules of a security group. */
export async function rulesOf(group: string): Promise<SecurityGroupRule[]> {
  const filter = { Filters: [{ Name: "group-id", Values: [group] }] };
  return (await (await ec2As()).send(new DescribeSecurityGroupRulesCommand(filter))).SecurityGroupRules!;
}
