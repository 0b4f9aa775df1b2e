import { rehearsalTag } from "../runtime/findings/rehearsal";
import type { Permission } from "../runtime/model/permission";
import { groupTag } from "../runtime/responses/isolateInstance/state";
import { instanceType } from "./testResources/instance";

const ec2 = (...types: string[]) => types.map((type) => `arn:{partition}:ec2:{region}:{account}:${type}/*`);
const snapshots = "arn:{partition}:ec2:{region}::snapshot/*";
const present = (key: string) => ({ Null: { [`aws:${key}/${rehearsalTag}`]: "false" } });

/** What the role may make, change and remove in EC2: only what has the tag. */
export const ec2Permissions: Permission[] = [
  {
    sid: "Make",
    actions: [
      "ec2:CreateInternetGateway",
      "ec2:CreateRouteTable",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet",
      "ec2:CreateVolume",
      "ec2:CreateVpc",
      "ec2:CreateVpcEndpoint",
      "ec2:RunInstances",
    ],
    resources: ec2(
      "internet-gateway",
      "network-interface",
      "route-table",
      "security-group",
      "subnet",
      "volume",
      "vpc",
      "vpc-endpoint",
    ),
    condition: present("RequestTag"),
  },
  {
    sid: "MakeInstance",
    actions: ["ec2:RunInstances"],
    resources: ec2("instance"),
    condition: { ...present("RequestTag"), StringEquals: { "ec2:InstanceType": instanceType } },
  },
  {
    sid: "MakeFromImage",
    actions: ["ec2:RunInstances"],
    resources: ["arn:{partition}:ec2:{region}::image/*"],
    condition: { StringEquals: { "ec2:Owner": "amazon" } },
  },
  {
    sid: "MakeSnapshot",
    actions: ["ec2:CreateSnapshot"],
    resources: [snapshots],
    condition: present("RequestTag"),
  },
  {
    sid: "MakeInOwn",
    actions: [
      "ec2:CreateRouteTable",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSnapshot",
      "ec2:CreateSubnet",
      "ec2:CreateVpcEndpoint",
      "ec2:RunInstances",
    ],
    resources: ec2("security-group", "subnet", "volume", "vpc"),
    condition: present("ResourceTag"),
  },
  {
    sid: "Tag",
    actions: ["ec2:CreateTags"],
    resources: [
      ...ec2(
        "instance",
        "internet-gateway",
        "network-interface",
        "route-table",
        "security-group",
        "subnet",
        "volume",
        "vpc",
        "vpc-endpoint",
      ),
      snapshots,
    ],
    condition: {
      StringEquals: {
        "ec2:CreateAction": [
          "CreateInternetGateway",
          "CreateRouteTable",
          "CreateSecurityGroup",
          "CreateSnapshot",
          "CreateSubnet",
          "CreateVolume",
          "CreateVpc",
          "CreateVpcEndpoint",
          "RunInstances",
        ],
      },
    },
  },
  {
    sid: "ChangeOwn",
    actions: [
      "ec2:AssociateRouteTable",
      "ec2:AttachInternetGateway",
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateRoute",
      "ec2:DeleteInternetGateway",
      "ec2:DeleteRoute",
      "ec2:DeleteRouteTable",
      "ec2:DeleteSecurityGroup",
      "ec2:DeleteSubnet",
      "ec2:DeleteVolume",
      "ec2:DeleteVpc",
      "ec2:DeleteVpcEndpoints",
      "ec2:DescribeInstanceAttribute",
      "ec2:DetachInternetGateway",
      "ec2:ModifyInstanceAttribute",
      "ec2:TerminateInstances",
    ],
    resources: ec2(
      "instance",
      "internet-gateway",
      "route-table",
      "security-group",
      "subnet",
      "volume",
      "vpc",
      "vpc-endpoint",
    ),
    condition: present("ResourceTag"),
  },
  {
    sid: "Snapshots",
    actions: ["ec2:DeleteSnapshot", "ec2:DescribeSnapshotAttribute"],
    resources: [snapshots],
    condition: present("ResourceTag"),
  },
  {
    // Never with everyone.
    sid: "ShareSnapshots",
    actions: ["ec2:ModifySnapshotAttribute"],
    resources: [snapshots],
    condition: { Null: { ...present("ResourceTag").Null, "ec2:Add/group": "true" } },
  },
  {
    sid: "DeleteIsolationGroups",
    actions: ["ec2:DeleteSecurityGroup"],
    resources: ec2("security-group"),
    condition: { StringEquals: { [`aws:ResourceTag/${groupTag}`]: ["open", "closed"] } },
  },
];
