import assert from "node:assert/strict";
import {
  AllocateAddressCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteTableCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointServicesCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type VpcEndpointType,
} from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancerTypeEnum,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateFunctionCommand, DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { reachOf } from "../../../local/aws/reach/live";
import { archive } from "./functions";
import { member, region, testAws } from "./instance";
import { ec2As, launch, network, securityGroup } from "./machines";
import { as, errorName, role, trust, unique } from "./principals";

/** The interfaces of a VPC with these types, as `type description-prefix groups`. */
async function found(vpc: string, ...types: string[]) {
  const answer = await (await ec2As()).send(
    new DescribeNetworkInterfacesCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpc] },
        { Name: "interface-type", Values: types },
      ],
    }),
  );
  return answer.NetworkInterfaces!;
}

describe("local AWS: interfaces of services", () => {
  it("X2: an interface endpoint for EC2 can be made in the Availability Zones that EC2 names", async () => {
    const ServiceNames = [`com.amazonaws.${region}.ec2`];
    const { ServiceDetails } = await (await ec2As()).send(new DescribeVpcEndpointServicesCommand({ ServiceNames }));
    assert.deepEqual(
      ServiceDetails!.map(({ ServiceName }) => ServiceName),
      ServiceNames,
    );
    assert.ok(ServiceDetails![0]!.AvailabilityZones!.includes(`${region}a`));
  });

  it("X2: one call by interface-type finds NAT gateways, endpoints, Network Load Balancers, Lambda and others", async () => {
    const { vpc, subnet } = await network();
    const ec2 = await ec2As();
    const group = await securityGroup(vpc);
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
    await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnet, AllocationId }));
    const endpoint = { VpcId: vpc, ServiceName: `com.amazonaws.${region}.ssm`, VpcEndpointType: "Interface" } as const;
    await ec2.send(new CreateVpcEndpointCommand({ ...endpoint, SubnetIds: [subnet], SecurityGroupIds: [group] }));
    const balancing = new ElasticLoadBalancingV2Client(await as(member));
    const balancer = async (Type: LoadBalancerTypeEnum) => {
      const settings = { Name: unique("lb"), Type, Subnets: [subnet], SecurityGroups: [group] };
      return (await balancing.send(new CreateLoadBalancerCommand(settings))).LoadBalancers![0]!.LoadBalancerArn!;
    };
    const network_ = await balancer("network");
    await balancer("application");
    const lambda = new LambdaClient(await as(member));
    const FunctionName = unique("function");
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "nodejs20.x",
        Handler: "index.handler",
        Role: await role(member, { trust: trust("lambda.amazonaws.com") }),
        Code: { ZipFile: archive({ "index.js": "exports.handler = async () => 1;" }) },
        VpcConfig: { SubnetIds: [subnet], SecurityGroupIds: [group] },
      }),
    );
    const accelerator = [{ Key: "local-aws:interface-type", Value: "global_accelerator_managed" }];
    const TagSpecifications = [{ ResourceType: "network-interface" as const, Tags: accelerator }];
    await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet, Groups: [group], TagSpecifications }));

    const types = ["natGateway", "vpc_endpoint", "network_load_balancer", "lambda", "global_accelerator_managed"];
    const shown = await found(vpc, ...types);
    assert.deepEqual(shown.map((one) => one.InterfaceType).sort(), [...types].sort());
    for (const one of shown) {
      assert.equal(one.RequesterManaged, true, one.InterfaceType);
      assert.match(one.PrivateIpAddress!, /^10\.1\.1\./, one.InterfaceType);
      const groups = one.Groups!.map((item) => item.GroupId);
      assert.deepEqual(groups, one.InterfaceType === "natGateway" ? [] : [group], one.InterfaceType);
      const change = { NetworkInterfaceId: one.NetworkInterfaceId!, Groups: [group] };
      assert.equal(await errorName(ec2.send(new ModifyNetworkInterfaceAttributeCommand(change))), "AuthFailure");
    }
    const plain = await found(vpc, "interface");
    assert.match(plain[0]!.Description!, /^ELB app\/lb-/);
    assert.match(shown.find((one) => one.InterfaceType === "natGateway")!.Association!.PublicIp!, /^\d/);

    await balancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: network_ }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    assert.deepEqual(await found(vpc, "network_load_balancer", "lambda"), []);
  });

  it("interfaces are deleted with their NAT gateways and endpoints", async () => {
    const { vpc, subnet } = await network();
    const ec2 = await ec2As();
    const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnet, ConnectivityType: "private" }));
    const made = async (VpcEndpointType: VpcEndpointType) => {
      const settings = { VpcId: vpc, ServiceName: `com.amazonaws.${region}.ssm`, SubnetIds: [subnet] };
      const created = await ec2.send(new CreateVpcEndpointCommand({ ...settings, VpcEndpointType }));
      return created.VpcEndpoint!.VpcEndpointId!;
    };
    const ids = [await made("Interface"), await made("GatewayLoadBalancer")];
    const types = ["natGateway", "vpc_endpoint", "gateway_load_balancer_endpoint"];
    assert.equal((await found(vpc, ...types)).length, 3);
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: nat.NatGateway!.NatGatewayId! }));
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
    assert.deepEqual(await found(vpc, ...types), []);
  });

  it("a gateway endpoint adds a route to its prefix list, which flows use", async () => {
    const { vpc, subnet } = await network();
    const ec2 = await ec2As();
    const { RouteTableId } = (await ec2.send(new CreateRouteTableCommand({ VpcId: vpc }))).RouteTable!;
    const tables = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [
          { Name: "vpc-id", Values: [vpc] },
          { Name: "association.main", Values: ["true"] },
        ],
      }),
    );
    const main = tables.RouteTables![0]!.RouteTableId!;
    const created = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: `com.amazonaws.${region}.dynamodb`,
        VpcEndpointType: "Gateway",
        RouteTableIds: [RouteTableId!, main],
      }),
    );
    const id = created.VpcEndpoint!.VpcEndpointId!;
    const routes = async () => {
      const read = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [main] }));
      return read.RouteTables![0]!.Routes!.filter((route) => route.DestinationPrefixListId);
    };
    assert.deepEqual(
      (await routes()).map((route) => route.GatewayId),
      [id],
    );
    const instance = await launch({ SubnetId: subnet, SecurityGroupIds: [await securityGroup(vpc)] });
    const from = { interface: instance.NetworkInterfaces![0]!.NetworkInterfaceId! };
    const net = reachOf((await testAws()).endpoint, [member], region);
    const { ways } = await net.canReach(from, { address: "52.94.1.1" }, 443);
    assert.equal(ways[0]!.legs[0]!.alwaysTracked, "DynamoDB's gateway endpoint");
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    assert.deepEqual(await routes(), []);
  });

  it("X14, X15: target groups return their VPC and protocol, targets their zone, and a deleted group is not found", async () => {
    const { vpc, subnet } = await network();
    const balancing = new ElasticLoadBalancingV2Client(await as(member));
    const settings = { Name: unique("targets"), TargetType: "ip" as const, Protocol: "TCP" as const, Port: 443 };
    const made = await balancing.send(new CreateTargetGroupCommand({ ...settings, VpcId: vpc }));
    const TargetGroupArn = made.TargetGroups![0]!.TargetGroupArn!;
    const listed = await balancing.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }));
    assert.deepEqual([listed.TargetGroups![0]!.VpcId, listed.TargetGroups![0]!.Protocol], [vpc, "TCP"]);
    const instance = await launch({ SubnetId: subnet, SecurityGroupIds: [await securityGroup(vpc)] });
    const Targets = [{ Id: instance.PrivateIpAddress! }, { Id: "192.168.5.5", AvailabilityZone: "all" }];
    await balancing.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    const health = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    const zones = health.TargetHealthDescriptions!.map((one) => [one.Target!.Id, one.Target!.AvailabilityZone]);
    assert.deepEqual(zones, [
      [instance.PrivateIpAddress, `${region}a`],
      ["192.168.5.5", "all"],
    ]);
    const untold = { TargetGroupArn, Targets: [{ Id: "192.168.5.6" }] };
    assert.equal(await errorName(balancing.send(new RegisterTargetsCommand(untold))), "ValidationError");
    await balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
    const calls = [
      balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
      balancing.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] })),
      balancing.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: "192.168.5.5" }] })),
    ];
    for (const call of calls) assert.equal(await errorName(call), "TargetGroupNotFoundException");
  });
});
