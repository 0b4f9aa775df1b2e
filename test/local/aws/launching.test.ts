import assert from "node:assert/strict";
import { EC2 } from "@aws-sdk/client-ec2";
import { SSM } from "@aws-sdk/client-ssm";
import { describe, it } from "mocha";
import { imageParameter } from "../../../rehearsal/testResources/instance";
import { member } from "./instance";
import { allow, as, type Statement, session } from "./principals";

const launch: Statement = allow("ec2:RunInstances");
const tagged = { Null: { "aws:ResourceTag/mine": "false" } };
const arn = (kind: string) => `arn:aws:ec2:*:*:${kind}/*`;

describe("row 8: the resources of launching an instance, and of making and deleting a network, on the local AWS", () => {
  const image = async (statements: Statement[]) =>
    (await new SSM(await as(await session(member, ...statements))).getParameter({ Name: imageParameter })).Parameter!
      .Value!;

  it("a public parameter has an ARN without account", async () => {
    const found = await image([{ ...allow("ssm:GetParameter"), Resource: `arn:aws:ssm:*::parameter/aws/service/*` }]);
    assert.match(found, /^ami-/);
    const own = { ...allow("ssm:GetParameter"), Resource: `arn:aws:ssm:*:${member}:parameter/*` };
    await assert.rejects(image([own]), /not authorized to perform: ssm:GetParameter/);
  });

  it("launching involves image, type, subnet, groups, volumes and interfaces, each with its own conditions", async () => {
    const ec2 = new EC2(await as(member));
    const { Vpc } = await ec2.createVpc({ CidrBlock: "10.77.0.0/16" });
    const VpcId = Vpc!.VpcId!;
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: "10.77.0.0/24" });
    const { GroupId } = await ec2.createSecurityGroup({ VpcId, GroupName: "launched", Description: "launched" });
    const ImageId = await image([allow("ssm:GetParameter")]);
    const parts = ["instance", "image", "subnet", "security-group", "volume", "network-interface"];
    const start = async (statements: Statement[], InstanceType: "t3.nano" | "t3.micro" = "t3.nano") =>
      new EC2(await as(await session(member, ...statements))).runInstances({
        ImageId,
        InstanceType,
        MinCount: 1,
        MaxCount: 1,
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: Subnet!.SubnetId!, Groups: [GroupId!] }],
      });
    for (const missing of parts) {
      const statement = { ...launch, Resource: parts.filter((part) => part !== missing).map(arn) };
      await assert.rejects(start([statement]), /not authorized to perform: ec2:RunInstances/, missing);
    }
    const small = { StringEquals: { "ec2:InstanceType": "t3.nano" } };
    const amazon = { StringEquals: { "ec2:Owner": "amazon" } };
    const narrow: Statement[] = [
      { ...launch, Resource: arn("instance"), Condition: small },
      { ...launch, Resource: arn("image"), Condition: amazon },
      { ...launch, Resource: ["subnet", "security-group", "volume", "network-interface"].map(arn) },
    ];
    await assert.rejects(start(narrow, "t3.micro"), /not authorized to perform: ec2:RunInstances/);
    assert.match((await start(narrow)).Instances![0]!.InstanceId!, /^i-/);
  });

  it("a condition on tags limits which subnet and VPC can be deleted", async () => {
    const ec2 = new EC2(await as(member));
    const Tags = [{ Key: "mine", Value: "yes" }];
    const { Vpc } = await ec2.createVpc({
      CidrBlock: "10.78.0.0/16",
      TagSpecifications: [{ ResourceType: "vpc", Tags }],
    });
    const { Subnet } = await ec2.createSubnet({ VpcId: Vpc!.VpcId!, CidrBlock: "10.78.0.0/24" });
    const SubnetId = Subnet!.SubnetId!;
    const statement = (action: string): Statement => ({ ...allow(action), Condition: tagged });
    const person = new EC2(await as(await session(member, statement("ec2:DeleteSubnet"), statement("ec2:DeleteVpc"))));
    await assert.rejects(person.deleteSubnet({ SubnetId }), /not authorized to perform: ec2:DeleteSubnet/);
    await ec2.createTags({ Resources: [SubnetId], Tags });
    await person.deleteSubnet({ SubnetId });
    await person.deleteVpc({ VpcId: Vpc!.VpcId! });
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  it("row 8: gateways and route tables are tagged resources, and so are those that they are attached to", async () => {
    const root = new EC2(await as(member));
    const Tags = [{ Key: "mine", Value: "yes" }];
    const { Vpc } = await root.createVpc({
      CidrBlock: "10.79.0.0/16",
      TagSpecifications: [{ ResourceType: "vpc", Tags }],
    });
    const VpcId = Vpc!.VpcId!;
    const SubnetId = (await root.createSubnet({ VpcId, CidrBlock: "10.79.0.0/24" })).Subnet!.SubnetId!;
    const make: Statement = {
      ...allow(["ec2:CreateInternetGateway", "ec2:CreateRouteTable", "ec2:CreateTags"]),
      Resource: ["internet-gateway", "route-table"].map(arn),
      Condition: { Null: { "aws:RequestTag/mine": "false" } },
    };
    const change: Statement = {
      ...allow(
        ["AssociateRouteTable", "AttachInternetGateway", "CreateRoute", "CreateRouteTable"].map((one) => `ec2:${one}`),
      ),
      Resource: ["internet-gateway", "route-table", "subnet", "vpc"].map(arn),
      Condition: tagged,
    };
    const person = new EC2(await as(await session(member, make, change)));
    const refused = /not authorized to perform: ec2:/;
    await assert.rejects(person.createInternetGateway({}), refused);
    const other = (await root.createInternetGateway({})).InternetGateway!.InternetGatewayId!;
    await assert.rejects(person.attachInternetGateway({ VpcId, InternetGatewayId: other }), refused);
    const gateway = await person.createInternetGateway({
      TagSpecifications: [{ ResourceType: "internet-gateway", Tags }],
    });
    const GatewayId = gateway.InternetGateway!.InternetGatewayId!;
    await person.attachInternetGateway({ VpcId, InternetGatewayId: GatewayId });
    const table = await person.createRouteTable({
      VpcId,
      TagSpecifications: [{ ResourceType: "route-table", Tags }],
    });
    const RouteTableId = table.RouteTable!.RouteTableId!;
    await person.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId });
    await assert.rejects(person.associateRouteTable({ RouteTableId, SubnetId }), refused);
    await root.createTags({ Resources: [SubnetId], Tags });
    await person.associateRouteTable({ RouteTableId, SubnetId });
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
  it("row 8: a subnet takes its association with a route table with it, and a VPC stays while a gateway is attached", async () => {
    const root = new EC2(await as(member));
    const VpcId = (await root.createVpc({ CidrBlock: "10.80.0.0/16" })).Vpc!.VpcId!;
    const SubnetId = (await root.createSubnet({ VpcId, CidrBlock: "10.80.0.0/24" })).Subnet!.SubnetId!;
    const InternetGatewayId = (await root.createInternetGateway({})).InternetGateway!.InternetGatewayId!;
    await root.attachInternetGateway({ VpcId, InternetGatewayId });
    const RouteTableId = (await root.createRouteTable({ VpcId })).RouteTable!.RouteTableId!;
    await root.associateRouteTable({ RouteTableId, SubnetId });
    await assert.rejects(root.deleteRouteTable({ RouteTableId }), { name: "DependencyViolation" });
    await root.deleteSubnet({ SubnetId });
    await root.deleteRouteTable({ RouteTableId });
    await assert.rejects(root.deleteVpc({ VpcId }), { name: "DependencyViolation" });
    await root.detachInternetGateway({ VpcId, InternetGatewayId });
    await root.deleteVpc({ VpcId });
  });
});
