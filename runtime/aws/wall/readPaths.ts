import type { EC2, Route as Ec2Route } from "@aws-sdk/client-ec2";
import { coded } from "../../lib/errors";
import { pages } from "../pages";
import { type Device, type Port, type Route, trackedDevices } from "./paths";

/**
 * The routes of the interfaces' subnets: they show what keeps a connection alive after the groups change.
 *
 * @throws NotVisible if no route table of a VPC is shown: every VPC has one
 */
export async function readRoutes(ec2: EC2, ports: Port[]): Promise<Route[]> {
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  if (vpcs.length === 0) return [];
  const tables = await pages(
    (NextToken) => ec2.describeRouteTables({ Filters: [{ Name: "vpc-id", Values: vpcs }], NextToken }),
    (page) => page.RouteTables,
    (page) => page.NextToken,
  );
  return [...new Map(ports.map((port) => [port.subnetId, port])).values()].flatMap(({ subnetId, vpcId }) => {
    const own = tables.find((table) => table.Associations?.some((item) => item.SubnetId === subnetId));
    const main = tables.find((table) => table.VpcId === vpcId && table.Associations?.some((item) => item.Main));
    const table = own ?? main;
    if (!table) throw coded("NotVisible", `EC2 shows no route table of ${subnetId} in ${vpcId}`);
    return (table.Routes ?? []).flatMap((route) => routeOf(subnetId, route));
  });
}

function routeOf(subnetId: string, route: Ec2Route): Route[] {
  const via =
    route.NatGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.CarrierGatewayId ??
    route.LocalGatewayId ??
    route.NetworkInterfaceId ??
    route.GatewayId ??
    route.CoreNetworkArn ??
    "";
  const destination =
    route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? "";
  return via && via !== "local" ? [{ subnetId, destination, via }] : [];
}

/**
 * The devices in the VPCs whose flows are always tracked, by the type of their interfaces
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html).
 */
export async function readDevices(ec2: EC2, ports: Port[]): Promise<Device[]> {
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  if (vpcs.length === 0) return [];
  const Filters = [
    { Name: "vpc-id", Values: vpcs },
    // The filter spells one type otherwise than the answer.
    { Name: "interface-type", Values: [...Object.keys(trackedDevices), "nat_gateway"] },
  ];
  const found = await pages(
    (NextToken) => ec2.describeNetworkInterfaces({ Filters, IncludeManagedResources: true, NextToken }),
    (page) => page.NetworkInterfaces,
    (page) => page.NextToken,
  );
  return found
    .filter((port) => port.InterfaceType! in trackedDevices)
    .map((port) => ({
      id: port.NetworkInterfaceId!,
      type: port.InterfaceType!,
      vpcId: port.VpcId!,
      subnetId: port.SubnetId!,
      description: port.Description ?? "",
    }));
}
