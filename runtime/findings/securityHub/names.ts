import type { Named } from "../../model/finding";
import { lastOfArn, namedThings, part } from "../named";
import type { HubResource } from "./resources";

/** In words for people, by the type as OCSF has it without its colons and `AWS`, and as ASFF has it without `Aws`. */
const words: Record<string, string> = {
  ContainerContainer: "container",
  Container: "container",
  EKSCluster: "EKS cluster",
  EksCluster: "EKS cluster",
  ECSCluster: "ECS cluster",
  EcsCluster: "ECS cluster",
  ECSService: "ECS service",
  EcsService: "ECS service",
  ECSTask: "ECS task",
  EcsTask: "ECS task",
  ECSTaskDefinition: "ECS task definition",
  EcsTaskDefinition: "ECS task definition",
  EC2Instance: "instance",
  Ec2Instance: "instance",
  EC2SecurityGroup: "security group",
  Ec2SecurityGroup: "security group",
  EC2Volume: "volume",
  Ec2Volume: "volume",
  LambdaFunction: "Lambda function",
  RDSDBInstance: "database",
  RdsDbInstance: "database",
  RDSDBCluster: "database cluster",
  RdsDbCluster: "database cluster",
  RDSDBSnapshot: "database snapshot",
  RdsDbSnapshot: "database snapshot",
  RDSDBClusterSnapshot: "database snapshot",
  RdsDbClusterSnapshot: "database snapshot",
  S3Bucket: "bucket",
  S3Object: "object",
  IAMUser: "user",
  IamUser: "user",
  IAMRole: "role",
  IamRole: "role",
  IAMAccessKey: "access key",
  IamAccessKey: "access key",
};

/**
 * What a finding of Security Hub names, for people, in either format. An unknown type is shown as it is.
 *
 * @param fields `ProductFields` of ASFF, in which GuardDuty flattens what has no resource of its own
 */
export function hubNames(resources: HubResource[], fields?: unknown): Named[] {
  return namedThings([
    ...resources.flatMap((item): [string, unknown][] => {
      const what = wordOf(item.type);
      const image = part(item.details, "Container", "ImageName");
      return [[what, nameOf(what, item)], ...(image ? [["container image", image] as [string, unknown]] : [])];
    }),
    ...kubernetesNames(fields),
  ]);
}

function wordOf(type: string): string {
  const short = type.replace(/^AWS::|^Aws/, "").replaceAll("::", "");
  return Object.hasOwn(words, short) ? words[short]! : type.slice(0, 100);
}

function nameOf(what: string, { id, name, details }: HubResource): string | undefined {
  if (what === "container") return name ?? part(details, "Container", "Name") ?? lastOfArn(id);
  // Of an object the whole key, with its slashes; of what has no words the whole ARN.
  if (what === "object") return id.replace(/^arn:[a-z-]+:s3:::/, "");
  if (id.startsWith("AWS::")) return id.slice(id.lastIndexOf(":") + 1);
  return Object.values(words).includes(what) ? lastOfArn(id) : id;
}

/** Namespace, workload and cluster, where GuardDuty's fields came flattened under their paths. */
function kubernetesNames(fields: unknown): [string, unknown][] {
  if (fields === null || typeof fields !== "object") return [];
  const ending = (path: string) => Object.entries(fields).find(([key]) => key.endsWith(path))?.[1];
  return [
    ["Kubernetes namespace", ending("kubernetesWorkloadDetails/namespace")],
    ["Kubernetes workload", ending("kubernetesWorkloadDetails/name")],
  ];
}
