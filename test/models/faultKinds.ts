import { awsError } from "./expressions";

/** What AWS, the network or Lambda may do to a call. */
export const faultKinds = [
  "throttled",
  "internal error",
  "not found yet",
  "exists already",
  "denied",
  "time-out before the effect",
  "time-out after the effect",
  "killed before the call",
  "killed after the call",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Whether the run ends with the call. */
export const isKill = (kind: FaultKind): boolean => kind.startsWith("killed");

/** What happens to a call. */
export interface Effect {
  /** The call has no effect. */
  before: boolean;
  /** What the caller gets; nothing if the run ends. */
  error?: Error;
  /** What the caller gets instead of the answer. */
  answer?: unknown;
  /** How long the caller waits for it. */
  seconds?: number;
}

/** The call that a fault strikes. */
interface Asked {
  service: string;
  operation: string;
  input: any;
}

/**
 * How each service names its errors: EC2, IAM and so on have lists of "Common errors" in their API references. Those of Kubernetes are
 * what its client makes of them.
 */
const codes: Record<string, { throttled: string; internal: string; denied: string; timeout?: string }> = {
  EC2: { throttled: "RequestLimitExceeded", internal: "InternalError", denied: "UnauthorizedOperation" },
  S3: { throttled: "SlowDown", internal: "InternalError", denied: "AccessDenied" },
  IAM: { throttled: "Throttling", internal: "ServiceFailure", denied: "AccessDenied" },
  STS: { throttled: "Throttling", internal: "InternalFailure", denied: "AccessDenied" },
  SNS: { throttled: "ThrottledException", internal: "InternalErrorException", denied: "AuthorizationErrorException" },
  SQS: { throttled: "RequestThrottled", internal: "InternalFailure", denied: "AccessDenied" },
  SSM: { throttled: "ThrottlingException", internal: "InternalServerError", denied: "AccessDeniedException" },
  DynamoDB: {
    throttled: "ProvisionedThroughputExceededException",
    internal: "InternalServerError",
    denied: "AccessDeniedException",
  },
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html#API_DescribeTasks_Errors
  ECS: { throttled: "ThrottlingException", internal: "ServerException", denied: "AccessDeniedException" },
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html#API_DescribeCluster_Errors
  EKS: { throttled: "ThrottlingException", internal: "ServerException", denied: "AccessDeniedException" },
  Kubernetes: {
    throttled: "TooManyRequests",
    internal: "ServiceUnavailable",
    denied: "AccessDenied",
    timeout: "ClusterUnavailable",
  },
  GuardDuty: {
    throttled: "TooManyRequestsException",
    internal: "InternalServerErrorException",
    denied: "AccessDeniedException",
  },
};
const otherwise: (typeof codes)[string] = {
  throttled: "Throttling",
  internal: "InternalFailure",
  denied: "AccessDenied",
};

/** Seconds that the SDK retries before the caller learns of it: five attempts, or a request that gets no answer. */
const waits = { throttled: 5, internal: 2, timeout: 10 };

/** What a fault of this kind does to a call. */
export function faultOf(kind: FaultKind, call: Asked): Effect {
  const { throttled, internal, denied, timeout = "TimeoutError" } = codes[call.service] ?? otherwise;
  const because = (code: string) => awsError(code, `${code} on ${call.operation}`);
  switch (kind) {
    case "throttled":
      return { before: true, error: because(throttled), seconds: waits.throttled };
    case "internal error":
      return { before: true, error: because(internal), seconds: waits.internal };
    case "denied":
      return { before: true, error: because(denied) };
    case "time-out before the effect":
      return { before: true, error: because(timeout), seconds: waits.timeout };
    case "time-out after the effect":
      return { before: false, error: because(timeout), seconds: waits.timeout };
    case "not found yet":
      return notFound(call)!;
    case "exists already":
      return existing(call)!;
    case "killed before the call":
      return { before: true };
    default:
      return { before: false };
  }
}

/** Whether the service can give such an answer at all. */
export function canHappen(kind: FaultKind, call: Asked): boolean {
  if (kind === "not found yet") return notFound(call) !== undefined;
  if (kind === "exists already") return existing(call) !== undefined;
  return true;
}

/** What lists by filter return while an object is not visible: https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html */
const lists: Record<string, object> = {
  DescribeSecurityGroups: { SecurityGroups: [] },
  DescribeSecurityGroupRules: { SecurityGroupRules: [] },
  DescribeNetworkInterfaces: { NetworkInterfaces: [] },
  DescribeRouteTables: { RouteTables: [] },
  DescribeSnapshots: { Snapshots: [] },
  DescribeNetworkAcls: { NetworkAcls: [] },
  DescribeVpcs: { Vpcs: [] },
  DescribeManagedPrefixLists: { PrefixLists: [] },
  DescribeAutoScalingInstances: { AutoScalingInstances: [] },
  DescribeAutoScalingGroups: { AutoScalingGroups: [] },
  DescribeAutomationExecutions: { AutomationExecutionMetadataList: [] },
};

function notFound({ service, operation, input }: Asked): Effect | undefined {
  const list = lists[operation];
  const named = ["InstanceIds", "GroupIds", "NetworkInterfaceIds"].some((name) => input?.[name]);
  if (list && !(named && service === "EC2")) return { before: true, answer: structuredClone(list) };
  const code = missingCode({ service, operation, input });
  if (!code) return undefined;
  const [object = ""] = [input.NetworkInterfaceId && input.Groups?.[0], input.GroupId, input.InstanceId].filter(
    Boolean,
  );
  return { before: true, error: awsError(code, `${code} on ${operation}: ${object} does not exist`) };
}

function missingCode({ service, operation, input }: Asked): string | undefined {
  if (service === "EC2") return missingInEc2(operation, input ?? {});
  if (service === "IAM") return operation === "GetAccountSummary" ? undefined : "NoSuchEntityException";
  if (service === "S3") return "NoSuchBucket";
  if (service === "SNS") return "NotFoundException";
  if (service === "SSM") {
    return operation === "StartAutomationExecution"
      ? "AutomationDefinitionNotFoundException"
      : "AutomationExecutionNotFoundException";
  }
  if (service === "ElasticLoadBalancingV2") return input?.TargetGroupArn ? "TargetGroupNotFoundException" : undefined;
  if (service === "ElasticLoadBalancing") return input?.LoadBalancerName ? "AccessPointNotFoundException" : undefined;
  return undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
function missingInEc2(operation: string, input: any): string | undefined {
  if (operation === "CreateSecurityGroup") return "InvalidVpcID.NotFound";
  if (operation === "ModifyNetworkInterfaceAttribute") return "InvalidGroup.NotFound";
  if (input.SecurityGroupRuleIds || input.SecurityGroupRules) return "InvalidSecurityGroupRuleId.NotFound";
  if (input.GroupId || input.GroupIds) return "InvalidGroup.NotFound";
  if (input.NetworkInterfaceIds) return "InvalidNetworkInterfaceID.NotFound";
  if (input.PrefixListId) return "InvalidPrefixListID.NotFound";
  return "InvalidInstanceID.NotFound";
}

/**
 * The call had its effect, its answer was lost, and the SDK repeated it. DynamoDB's conflict with another write has none
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
 */
function existing({ service, operation }: Asked): Effect | undefined {
  const error = (code: string, before = false) => ({ before, error: awsError(code, `${code} on ${operation}`) });
  if (service === "DynamoDB") {
    if (operation === "TransactWriteItems") return error("TransactionCanceledException", true);
    return /^(Put|Update|Delete)Item$/.test(operation) ? error("TransactionConflictException", true) : undefined;
  }
  if (operation === "CreateSecurityGroup") return error("InvalidGroup.Duplicate");
  if (operation.startsWith("AuthorizeSecurityGroup")) return error("InvalidPermission.Duplicate");
  if (operation === "CreateNetworkAclEntry") return error("NetworkAclEntryAlreadyExists");
  if (operation === "CreateNetworkPolicy") return error("AlreadyExists");
  if (operation === "CreatePolicy") return error("EntityAlreadyExistsException");
  return undefined;
}
