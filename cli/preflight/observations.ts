import type { Reading } from "../../runtime/doctor/reading";

/** An existing role. */
export interface RoleSeen {
  name: string;
  arn: string;
  /** Its trust policy, as JSON. */
  trust: string;
}

/** The result of simulating one action on one resource. */
export interface Simulated {
  action: string;
  resource: string;
  decision: string;
  /**
   * Whether the organization's policies allow it; undefined if AWS does not say, for example for an account without an
   * organization.
   */
  byOrganization?: boolean;
  /** Whether the permissions boundary of the caller allows it. */
  byBoundary?: boolean;
  /** Condition keys that a policy uses and whose values are unknown before the call. */
  missing: string[];
}

/** The boundary of the settings. */
export interface BoundarySeen {
  exists: boolean;
  /** The calls of the roles that it refuses; empty if it does not exist. */
  refused: Simulated[];
}

/** The organization, as far as the caller may read it. */
export interface OrganizationSeen {
  /** Undefined for an account without one. */
  organization: Reading<{ id: string; managementAccountId: string } | undefined>;
  /** The delegated administrators, by service principal. */
  administrators: Record<string, Reading<string[]>>;
  /** The service principals with trusted access. */
  trusted: Reading<string[]>;
}

/** What exists in an account, independent of the Region. */
export interface AccountSeen extends OrganizationSeen {
  /** Roles, quotas and policies, as GetAccountSummary counts them. */
  summary: Reading<Record<string, number>>;
  roles: Reading<RoleSeen[]>;
  boundary?: Reading<BoundarySeen>;
  /** Whether the caller may make the calls of IAM for the stack's roles. */
  rolePermissions: Reading<Simulated[]>;
}

/** An existing EventBridge rule. */
export interface RuleSeen {
  bus: string;
  name: string;
}

/** The AWS Config recorder. */
export interface RecorderSeen {
  name: string;
  roleArn: string;
  recording: boolean;
}

/** What exists in an account in one Region. */
export interface RegionSeen {
  region: string;
  /** Whether the account may use the Region. */
  optedIn: Reading<string>;
  /** Names of the resource policies of CloudWatch Logs. */
  logPolicies: Reading<string[]>;
  /** Lambda's concurrent executions: the quota, and what no function has reserved. */
  concurrency: Reading<{ quota: number; unreserved: number }>;
  rules: Reading<RuleSeen[]>;
  /** The quota of rules for a bus. */
  rulesQuota: Reading<number>;
  configRules: Reading<string[]>;
  recorder: Reading<RecorderSeen | undefined>;
  deliveryChannel: Reading<string | undefined>;
  /** GuardDuty's detector; the administrator is undefined for an account that is not a member. */
  detector: Reading<{ status: string; administrator?: string } | undefined>;
  /** Security Hub (CSPM); undefined if it is off. */
  hub: Reading<{ administrator?: string } | undefined>;
  /** The Region into which Security Hub aggregates, as this Region knows it. */
  aggregation: Reading<string | undefined>;
  /** The number of security groups and of VPCs. */
  groups: Reading<{ groups: number; vpcs: number }>;
  groupsQuota: Reading<number>;
  /** The names of the stack that are taken, by resource type. */
  taken: Record<string, Reading<string[]>>;
  /** Whether the caller may make the calls of the deployment and of the stack's roles. */
  permissions: Reading<Simulated[]>;
}

/** The account and the Regions. */
export interface Seen {
  account: AccountSeen;
  regions: RegionSeen[];
}
