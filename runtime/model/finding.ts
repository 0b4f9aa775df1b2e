/** A finding of any source, reduced to the fields that the product uses. Times are ISO 8601 in UTC. */
export interface Finding {
  /** The name of a source in `runtime/findings/sources.ts`. */
  source: string;
  /** The id at the source; the same finding keeps it over all its updates. */
  id: string;
  type: string;
  title: string;
  /** 1.0 to 10.0: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
  severity: number;
  /** The account and Region of the resource, never those of the envelope. */
  accountId: string;
  region: string;
  partition: string;
  firstSeen: string;
  lastSeen: string;
  /** When the source sent it. */
  sentAt: string;
  /** Made by "generate sample findings": never acted on. */
  sample: boolean;
  /** The run of `firebreak rehearse` that sent it: only resources with the tag of that run may be changed. */
  rehearsal?: string;
  /** Whether the resource is the attacker or the victim, if the source says so. */
  role?: "ACTOR" | "TARGET";
  /** As the source names it: Instance, AWS::EC2::SecurityGroup, AwsS3Bucket. */
  resourceType: string;
  /** The domain that a DNS request asked for, in lower case, if the finding names one. */
  domain?: string;
  /** The account's name of the AWS Config rule, if the type has another name for it. */
  rule?: string;
  /** The named resources that a response may act on. Other kinds are left out. */
  resources: Resource[];
  /**
   * Everything that the finding names, in words, whether or not a response may act on it: cluster, namespace, pod, task, function,
   * database, bucket and key. The widest comes first; at most 20, each in one line.
   */
  named?: Named[];
  /** Where it is in Security Hub, if it came from there. */
  hub?: HubReference;
  /** The custom action of Security Hub by which an analyst requested the response, whatever the finding's type. */
  action?: string;
  /** Why Firebreak ignores it. The reason is recorded, so that suppressing a finding leaves a trace. */
  leftAlone?: string;
  /** The last note or comment of this product on the finding when it was read. */
  answered?: string;
}

/** One thing that a finding names. */
export interface Named {
  /** What it is, in words: "EKS cluster", "Kubernetes namespace", "pod", "Lambda function", "object". */
  what: string;
  /** Its name or id, rather than an ARN, if the source has one. Not trusted. */
  name: string;
}

/** What is needed to read a finding again in Security Hub and to write to it. */
export interface HubReference {
  id: string;
  productArn: string;
  region: string;
  accountId: string;
  generatorId?: string;
  /** A finding of Security Hub V2 (OCSF). */
  v2?: boolean;
  /** When the provider last changed it: a note names the version of the finding. */
  modifiedAt?: string;
}

/** A resource that a finding names. */
export interface Resource {
  /** The kind of one of `runtime/resources`. */
  kind: string;
  /** Instance id, group id, bucket name, volume id, database identifier; for a principal the best field of `principal`. */
  id: string;
  /** The account and Region of this resource; an attack sequence may name several. */
  accountId: string;
  region: string;
  partition: string;
  principal?: Principal;
  /** For a pod: the uid of the very one, because names are used again. */
  uid?: string;
  /**
   * For an instance: the container or cluster that the finding is about, such as "EKS cluster shop-prod". The instance only hosts
   * it, together with other workloads.
   */
  hosts?: string;
}

/**
 * Who acted, as recorded by CloudTrail
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
 */
export interface Principal {
  /** IAMUser, AssumedRole, Role, FederatedUser, Root, AWSAccount, AWSService, IdentityCenterUser and so on. */
  userType: string;
  /** The bare name of a user; of a role session the name of the role. */
  userName?: string;
  /** The unique id: AIDA..., AROA...:session, account:name. */
  principalId?: string;
  /** Absent for console sessions: GuardDuty writes the text "null" or nothing. */
  accessKeyId?: string;
  /** The ARN of the role or user that issued the session, if the source has it. */
  issuer?: string;
  /** The name of its sessions, where the finding has no session and AWS gives all sessions of the workload one name: a function's. */
  sessionName?: string;
  /** The ECS task whose role it is, CLUSTER/ID, where the finding names the task and not its role. */
  task?: string;
  /** The pod of EKS whose role it is, CLUSTER/NAMESPACE/NAME, where the finding names its service account and not the role. */
  pod?: string;
  podUid?: string;
  serviceAccount?: string;
  /** The instance profile that has the role, where the finding names the profile alone. */
  instanceProfile?: string;
  /**
   * The account of the resource was only guessed: the source says where the principal acted, not which account it belongs to.
   */
  accountGuessed?: true;
}

/** Severity words of GuardDuty. */
export type SeverityBand = "low" | "medium" | "high" | "critical";

/** The band that GuardDuty gives a number: 1 to 3.9, 4 to 6.9, 7 to 8.9, 9 to 10. */
export function severityBand(severity: number): SeverityBand {
  if (severity >= 9) return "critical";
  if (severity >= 7) return "high";
  return severity >= 4 ? "medium" : "low";
}

/** The first severity, or the second if it is in a higher band: within a band the first is finer. */
export function higherSeverity(severity: number, other: number): number {
  return other > severity && severityBand(other) !== severityBand(severity) ? other : severity;
}
