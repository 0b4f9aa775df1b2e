import { wallPermissions } from "../../aws/wall/permissions";
import type { Permission } from "../../model/permission";

const ecs = (type: string) => `arn:{partition}:ecs:{region}:{account}:${type}`;
const targetGroups = ["arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/*"];

/**
 * What isolation and its release may call in the account of the task
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html).
 */
export const permissions: Permission[] = [
  { sid: "ReadTask", actions: ["ecs:DescribeTasks", "ecs:GetTaskProtection"], resources: [ecs("task/{target}")] },
  {
    // Its cluster is part of the target, and their ids are not.
    sid: "ReadHostAndService",
    actions: ["ecs:DescribeContainerInstances", "ecs:DescribeServices"],
    resources: [ecs("container-instance/*"), ecs("service/*")],
  },
  {
    sid: "Read",
    actions: [
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ecs:DescribeTaskDefinition",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  ...wallPermissions,
  { sid: "ProtectTask", actions: ["ecs:UpdateTaskProtection"], resources: [ecs("task/{target}")] },
  { sid: "StopTask", actions: ["ecs:StopTask"], resources: [ecs("task/{target}")], phase: "contain" },
  { sid: "Deregister", actions: ["elasticloadbalancing:DeregisterTargets"], resources: targetGroups, phase: "contain" },
  { sid: "Register", actions: ["elasticloadbalancing:RegisterTargets"], resources: targetGroups, phase: "release" },
];
