import type { Named } from "../../model/finding";
import { lastOfArn, listOf, namedThings, part } from "../named";

/**
 * What a GuardDuty finding names, for people: `resource` and what an attack sequence lists
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html, API_ResourceV2.html). No decision depends on it,
 * so missing or invalid parts are left out instead of refused.
 *
 * @param detail the `detail` of the event, as it came
 */
export function guardDutyNames(detail: unknown): Named[] {
  const resource = part(detail, "resource");
  const sequence = part(detail, "service", "detection", "sequence");
  return namedThings([
    ...clusterNames(resource),
    ...workloadNames(part(resource, "kubernetesDetails")),
    ["container", part(resource, "containerDetails", "name")],
    ["container image", part(resource, "containerDetails", "image")],
    ["instance", part(resource, "instanceDetails", "instanceId")],
    ["Lambda function", part(resource, "lambdaDetails", "functionName")],
    ["Lambda function", functionOf(resource)],
    ...databaseNames(resource),
    ...listOf(part(resource, "s3BucketDetails")).flatMap(bucketNames),
    ...storageNames(resource),
    ...principalNames(part(resource, "accessKeyDetails")),
    ...listOf(part(sequence, "resources")).flatMap(sequenceNames),
  ]);
}

/** What a thing is, and its name if that is a text. */
export type Pair = [what: string, name: unknown];

/** A function by its ARN, where its name is missing. */
const functionOf = (resource: unknown) =>
  part(resource, "lambdaDetails", "functionName")
    ? undefined
    : lastOfArn(part(resource, "lambdaDetails", "functionArn"));

/** The cluster of a finding, and its parts. */
export function clusterNames(resource: unknown): Pair[] {
  const task = part(resource, "ecsClusterDetails", "taskDetails");
  return [
    [
      "EKS cluster",
      part(resource, "eksClusterDetails", "name") ?? lastOfArn(part(resource, "eksClusterDetails", "arn")),
    ],
    [
      "ECS cluster",
      part(resource, "ecsClusterDetails", "name") ?? lastOfArn(part(resource, "ecsClusterDetails", "arn")),
    ],
    ["ECS task group", part(task, "group")],
    ["ECS task", lastOfArn(part(task, "arn"))],
    ["ECS task definition", lastOfArn(part(task, "definitionArn"))],
    ...listOf(part(task, "containers")).flatMap((container): Pair[] => [
      ["container", part(container, "name")],
      ["container image", part(container, "image")],
    ]),
  ];
}

function workloadNames(kubernetes: unknown): Pair[] {
  const workload = part(kubernetes, "kubernetesWorkloadDetails");
  return [
    ["Kubernetes namespace", part(workload, "namespace")],
    [workloadWord(part(workload, "type")), part(workload, "name")],
    ["service account", part(workload, "serviceAccountName")],
    ["Kubernetes user", part(kubernetes, "kubernetesUserDetails", "username")],
  ];
}

/** "pod" for `pods` and `PODS`; an unknown word stays as it is. */
function workloadWord(type: unknown): string {
  if (typeof type !== "string" || !/^[A-Za-z]{1,40}$/.test(type)) return "Kubernetes workload";
  const word = type.toLowerCase();
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function databaseNames(resource: unknown): Pair[] {
  const instance = part(resource, "rdsDbInstanceDetails");
  const limitless = part(resource, "rdsLimitlessDbDetails");
  return [
    ["database", part(instance, "dbInstanceIdentifier") ?? lastOfArn(part(instance, "dbInstanceArn"))],
    ["database cluster", part(instance, "dbClusterIdentifier") ?? part(limitless, "dbClusterIdentifier")],
    ["shard group", part(limitless, "dbShardGroupIdentifier")],
    ["database schema", part(resource, "rdsDbUserDetails", "database")],
    ["database user", part(resource, "rdsDbUserDetails", "user")],
  ];
}

function bucketNames(bucket: unknown): Pair[] {
  return [
    ["bucket", part(bucket, "name") ?? lastOfArn(part(bucket, "arn"))],
    ...listOf(part(bucket, "s3ObjectDetails")).map((item): Pair => ["object", part(item, "key")]),
  ];
}

function storageNames(resource: unknown): Pair[] {
  return [
    ...listOf(part(resource, "ebsVolumeDetails", "scannedVolumeDetails")).map(
      (item): Pair => ["volume", lastOfArn(part(item, "volumeArn"))],
    ),
    ["snapshot", lastOfArn(part(resource, "ebsSnapshotDetails", "snapshotArn"))],
    ["image", lastOfArn(part(resource, "ec2ImageDetails", "imageArn"))],
    ["backup vault", part(resource, "recoveryPointDetails", "backupVaultName")],
    ["recovery point", lastOfArn(part(resource, "recoveryPointDetails", "recoveryPointArn"))],
  ];
}

function principalNames(accessKey: unknown): Pair[] {
  const type = part(accessKey, "userType");
  const words: Record<string, string> = { AssumedRole: "role", Role: "role", IAMUser: "user" };
  const known = typeof type === "string" && Object.hasOwn(words, type) ? words[type]! : "principal";
  return [
    [known, part(accessKey, "userName")],
    ["access key", part(accessKey, "accessKeyId")],
  ];
}

/** The items of an attack sequence; an unknown kind keeps its own words. */
export function sequenceNames(item: unknown): Pair[] {
  const type = part(item, "resourceType");
  const name = part(item, "name") || lastOfArn(part(item, "uid"));
  const data = part(item, "data");
  const words: Record<string, string> = {
    ACCESS_KEY: "access key",
    AUTOSCALING_AUTO_SCALING_GROUP: "Auto Scaling group",
    CLOUDFORMATION_STACK: "CloudFormation stack",
    CONTAINER: "container",
    EC2_IMAGE: "image",
    EC2_INSTANCE: "instance",
    EC2_LAUNCH_TEMPLATE: "launch template",
    EC2_NETWORK_INTERFACE: "network interface",
    EC2_VPC: "VPC",
    ECS_CLUSTER: "ECS cluster",
    ECS_TASK: "ECS task",
    EKS_CLUSTER: "EKS cluster",
    IAM_INSTANCE_PROFILE: "instance profile",
    S3_BUCKET: "bucket",
    SAGEMAKER_ENDPOINT: "SageMaker endpoint",
  };
  if (typeof type !== "string") return [];
  if (type === "KUBERNETES_WORKLOAD") {
    const workload = part(data, "kubernetesWorkload");
    return [
      ["Kubernetes namespace", part(workload, "namespace")],
      [workloadWord(part(workload, "type") ?? part(workload, "kubernetesResourcesTypes")), name],
    ];
  }
  // An instance is known by its id; its name is a tag.
  if (type === "EC2_INSTANCE") return [["instance", lastOfArn(part(item, "uid"))]];
  if (type === "S3_OBJECT") return [["object", part(data, "s3Object", "key") ?? name]];
  return [
    [Object.hasOwn(words, type) ? words[type]! : type.slice(0, 60).toLowerCase().replaceAll("_", " "), name],
    ["container image", part(data, "container", "image")],
  ];
}
