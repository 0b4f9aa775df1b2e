import type { Reading } from "../../runtime/doctor/reading";

/** A role that is there already. */
export interface RoleSeen {
  name: string;
  arn: string;
  /** Its trust policy, as JSON. */
  trust: string;
}

/** What a simulation says about one action on one resource. */
export interface Simulated {
  action: string;
  resource: string;
  decision: string;
  /** Whether the organization's policies allow it; undefined if AWS does not say so, as for accounts without an organization. */
  byOrganization?: boolean;
  /** Whether the permissions boundary of the caller allows it. */
  byBoundary?: boolean;
  /** Condition keys that a policy asks for and that are not known before the call. */
  missing: string[];
}

/** The boundary that the settings name. */
export interface BoundarySeen {
  exists: boolean;
  /** What it refuses of what the roles need; empty if it does not exist. */
  refused: Simulated[];
}

/** The organization, as far as it can be read. */
export interface OrganizationSeen {
  /** Undefined for an account without one. */
  organization: Reading<{ id: string; managementAccountId: string } | undefined>;
  /** The delegated administrators by the principal of the service. */
  administrators: Record<string, Reading<string[]>>;
  /** The principals of the services with trusted access. */
  trusted: Reading<string[]>;
}

/** What is there of an account, whatever the Region. */
export interface AccountSeen extends OrganizationSeen {
  /** Roles, quotas and policies, as GetAccountSummary counts them. */
  summary: Reading<Record<string, number>>;
  roles: Reading<RoleSeen[]>;
  boundary?: Reading<BoundarySeen>;
  /** About the caller: calls of IAM for the stack's roles. */
  rolePermissions: Reading<Simulated[]>;
}

/** A rule of EventBridge that is there already. */
export interface RuleSeen {
  bus: string;
  name: string;
}

/** The recorder of AWS Config. */
export interface RecorderSeen {
  name: string;
  roleArn: string;
  recording: boolean;
}

/** What is there of an account in one Region. */
export interface RegionSeen {
  region: string;
  /** Whether the account may use the Region. */
  optedIn: Reading<string>;
  /** Names of the resource policies of CloudWatch Logs. */
  logPolicies: Reading<string[]>;
  /** Lambda's concurrent executions: the quota, and what no function has reserved. */
  concurrency: Reading<{ quota: number; unreserved: number }>;
  rules: Reading<RuleSeen[]>;
  /** Rules that a bus may have. */
  rulesQuota: Reading<number>;
  configRules: Reading<string[]>;
  recorder: Reading<RecorderSeen | undefined>;
  deliveryChannel: Reading<string | undefined>;
  /** GuardDuty's detector; the administrator is undefined for an account that is no member. */
  detector: Reading<{ status: string; administrator?: string } | undefined>;
  /** Security Hub (CSPM); undefined if it is off. */
  hub: Reading<{ administrator?: string } | undefined>;
  /** The Region into which Security Hub aggregates, as this Region knows it. */
  aggregation: Reading<string | undefined>;
  /** Security groups and VPCs that there are, and the groups that the Region has room for. */
  groups: Reading<{ groups: number; vpcs: number }>;
  groupsQuota: Reading<number>;
  /** Which of the stack's names are taken, by the type of the resource. */
  taken: Record<string, Reading<string[]>>;
  /** About the caller: the calls of the deployment and those of the stack's work. */
  permissions: Reading<Simulated[]>;
}

/** The account and the Regions. */
export interface Seen {
  account: AccountSeen;
  regions: RegionSeen[];
}
