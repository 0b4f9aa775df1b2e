import type { Permission } from "../../model/permission";

const cluster = { resources: ["arn:{partition}:eks:{region}:{account}:cluster/{target}"] };
const update = { actions: ["eks:UpdateClusterConfig"], ...cluster };

/**
 * What confinement and its release may call in the account of the cluster. The update must set the endpoint, and EKS takes one kind of
 * update in a call, so that nothing else of the cluster can be changed; containment cannot switch private access off
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html).
 */
export const permissions: Permission[] = [
  { sid: "ReadCluster", actions: ["eks:DescribeCluster"], ...cluster },
  { sid: "FollowUpdate", actions: ["eks:DescribeUpdate"], ...cluster, phase: "contain" },
  {
    sid: "ConfineEndpoint",
    ...update,
    condition: { Bool: { "eks:endpointPrivateAccess": "true" }, Null: { "eks:endpointPublicAccess": "false" } },
    phase: "contain",
  },
  {
    sid: "RestoreEndpoint",
    ...update,
    condition: { Null: { "eks:endpointPrivateAccess": "false", "eks:endpointPublicAccess": "false" } },
    phase: "release",
  },
];
