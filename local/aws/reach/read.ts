import * as ec2 from "@aws-sdk/client-ec2";
import type * as model from "./model";

/**
 * Reads the network of one account and Region from the local AWS, including managed resources.
 *
 * @param client A client that may read everything, such as one of the account's root user.
 */
export async function readNetwork(client: ec2.EC2Client): Promise<Omit<model.World, "balancers" | "targetGroups">> {
  const [interfaces, rules, groups, subnets, tables, acls, nats, endpoints, peerings, lists] = await Promise.all([
    client.send(new ec2.DescribeNetworkInterfacesCommand({ IncludeManagedResources: true })),
    client.send(new ec2.DescribeSecurityGroupRulesCommand({})),
    client.send(new ec2.DescribeSecurityGroupsCommand({})),
    client.send(new ec2.DescribeSubnetsCommand({})),
    client.send(new ec2.DescribeRouteTablesCommand({})),
    client.send(new ec2.DescribeNetworkAclsCommand({})),
    client.send(new ec2.DescribeNatGatewaysCommand({})),
    client.send(new ec2.DescribeVpcEndpointsCommand({})),
    client.send(new ec2.DescribeVpcPeeringConnectionsCommand({})),
    client.send(new ec2.DescribeManagedPrefixListsCommand({})),
  ]);
  const mine = new Set((subnets.Subnets ?? []).map((subnet) => subnet.SubnetId));
  return {
    interfaces: (interfaces.NetworkInterfaces ?? []).map(interfaceOf),
    groups: (groups.SecurityGroups ?? []).map((group) => ({
      id: group.GroupId!,
      ingress: rulesOf(rules.SecurityGroupRules ?? [], group.GroupId!, false),
      egress: rulesOf(rules.SecurityGroupRules ?? [], group.GroupId!, true),
    })),
    subnets: (subnets.Subnets ?? []).map((subnet) => ({ id: subnet.SubnetId!, vpc: subnet.VpcId! })),
    routeTables: (tables.RouteTables ?? []).map(tableOf),
    acls: (acls.NetworkAcls ?? []).map((acl) => aclOf(acl, mine)),
    natGateways: (nats.NatGateways ?? []).map(natOf),
    endpoints: (endpoints.VpcEndpoints ?? []).map((one) => ({
      id: one.VpcEndpointId!,
      type: one.VpcEndpointType ?? "Gateway",
      service: one.ServiceName!,
      available: one.State?.toLowerCase() === "available",
    })),
    peerings: (peerings.VpcPeeringConnections ?? []).map((one) => ({
      id: one.VpcPeeringConnectionId!,
      vpcs: [one.RequesterVpcInfo!.VpcId!, one.AccepterVpcInfo!.VpcId!],
      active: one.Status?.Code === "active",
    })),
    prefixLists: await Promise.all((lists.PrefixLists ?? []).map((list) => prefixListOf(client, list))),
  };
}

function interfaceOf(one: ec2.NetworkInterface): model.Interface {
  const instance = one.Attachment?.InstanceId;
  const addresses = (one.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress!);
  const publicAddress = one.Association?.PublicIp;
  return {
    id: one.NetworkInterfaceId!,
    type: one.InterfaceType ?? "interface",
    vpc: one.VpcId!,
    subnet: one.SubnetId!,
    ...(instance && { instance }),
    addresses: [...addresses, ...(one.Ipv6Addresses ?? []).map((address) => address.Ipv6Address!)],
    publicAddresses: publicAddress ? [publicAddress] : [],
    groups: (one.Groups ?? []).map((group) => group.GroupId!),
  };
}

function rulesOf(rules: ec2.SecurityGroupRule[], group: string, egress: boolean): model.Rule[] {
  return rules
    .filter((rule) => rule.GroupId === group && rule.IsEgress === egress)
    .map((rule) => ({
      protocol: rule.IpProtocol!,
      from: rule.FromPort,
      to: rule.ToPort,
      cidr: rule.CidrIpv4 ?? rule.CidrIpv6,
      prefixList: rule.PrefixListId,
      group: rule.ReferencedGroupInfo?.GroupId,
    }));
}

function tableOf(table: ec2.RouteTable): model.RouteTable {
  const associations = table.Associations ?? [];
  return {
    id: table.RouteTableId!,
    vpc: table.VpcId!,
    main: associations.some((one) => one.Main),
    subnets: associations.flatMap((one) => (one.SubnetId ? [one.SubnetId] : [])),
    routes: (table.Routes ?? []).map((route) => ({
      destination: (route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId)!,
      target: targetOf(route),
      blackhole: route.State === "blackhole",
    })),
  };
}

function targetOf(route: ec2.Route): string {
  const known = [
    route.NatGatewayId,
    route.EgressOnlyInternetGatewayId,
    route.VpcPeeringConnectionId,
    route.TransitGatewayId,
    route.NetworkInterfaceId,
    route.InstanceId,
    route.GatewayId,
  ];
  return known.find((one) => one !== undefined) ?? "nothing";
}

/** localemu keeps associations of ACLs with deleted subnets, which are left out. */
function aclOf(acl: ec2.NetworkAcl, subnets: Set<string | undefined>): model.Acl {
  const associated = (acl.Associations ?? []).map((one) => one.SubnetId!);
  return {
    id: acl.NetworkAclId!,
    subnets: associated.filter((subnet) => subnets.has(subnet)),
    entries: (acl.Entries ?? []).map((entry) => ({
      number: entry.RuleNumber!,
      egress: entry.Egress!,
      protocol: entry.Protocol!,
      cidr: (entry.CidrBlock ?? entry.Ipv6CidrBlock)!,
      from: entry.PortRange?.From,
      to: entry.PortRange?.To,
      allow: entry.RuleAction === "allow",
    })),
  };
}

function natOf(nat: ec2.NatGateway): model.NatGateway {
  const addresses = nat.NatGatewayAddresses ?? [];
  return {
    id: nat.NatGatewayId!,
    subnet: nat.SubnetId!,
    available: nat.State === "available",
    publicAddresses: addresses.flatMap((one) => (one.PublicIp ? [one.PublicIp] : [])),
    addresses: addresses.flatMap((one) => (one.PrivateIp ? [one.PrivateIp] : [])),
  };
}

async function prefixListOf(client: ec2.EC2Client, list: ec2.ManagedPrefixList): Promise<model.PrefixList> {
  const read = new ec2.GetManagedPrefixListEntriesCommand({ PrefixListId: list.PrefixListId! });
  const { Entries } = await client.send(read);
  return { id: list.PrefixListId!, name: list.PrefixListName!, cidrs: (Entries ?? []).map((entry) => entry.Cidr!) };
}
