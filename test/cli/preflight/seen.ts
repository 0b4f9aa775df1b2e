import type { AccountSeen, RegionSeen, Simulated } from "../../../cli/preflight/observations";
import { type Plan, type PlannedResource, types } from "../../../cli/preflight/plan";
import { readSettings } from "../../../components/settings/settings";
import { masterConfig } from "../../components/deploy";

export const region = "eu-west-1";
export const account = "111122223333";

/** The trust policy that the planned role `firebreak-a` would have. */
export const trust = '{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"}}]}';

const resource = (type: string, inputs: Record<string, any>): PlannedResource => ({
  type,
  logicalName: "x",
  region,
  inputs,
});

/** A small stack with one resource of each type that is checked. */
export function planWith(config: Record<string, string> = {}, more: PlannedResource[] = []): Plan {
  const all: Record<string, string> = { ...masterConfig, ...config };
  const settings = readSettings((key) => all[`firebreak:${key}`]);
  const work = { Statement: [{ Effect: "Allow", Action: ["ec2:ModifyNetworkInterfaceAttribute"], Resource: "*" }] };
  const resources = [
    resource(types.role, { name: "firebreak-a", assumeRolePolicy: trust }),
    resource(types.rolePolicy, { role: "firebreak-a", policy: JSON.stringify(work) }),
    resource(types.rule, { name: "firebreak-rule" }),
    resource(types.queue, { name: "firebreak-queue" }),
    resource(types.function, { name: "firebreak-f", reservedConcurrentExecutions: 20 }),
    resource(types.function, { name: "firebreak-g", reservedConcurrentExecutions: 100 }),
    resource(types.logPolicy, { policyName: "firebreak-findings" }),
    ...more,
  ];
  return { stack: "master", settings, partition: "aws", resources, regions: [region] };
}

/** More of what a stack may make. */
export const extra = {
  recorder: resource(types.recorder, { name: "default" }),
  detector: resource(types.detector, { enable: true }),
  configRule: resource(types.configRule, { name: "ENCRYPTED_VOLUMES" }),
  attachment: (policyArn: string) => resource(types.attachment, { role: "firebreak-a", policyArn }),
};

/** An account in which everything is ok. */
export const accountSeen = (change: Partial<AccountSeen> = {}): AccountSeen => ({
  organization: { value: { id: "o-a1b2c3d4e5", managementAccountId: "999900001111" } },
  administrators: Object.fromEntries(
    ["guardduty", "securityhub", "config"].map((name) => [`${name}.amazonaws.com`, { value: [account] }]),
  ),
  trusted: { value: ["guardduty.amazonaws.com", "securityhub.amazonaws.com", "config.amazonaws.com"] },
  summary: {
    value: { Roles: 10, RolesQuota: 1000, Policies: 1, PoliciesQuota: 1500, AttachedPoliciesPerRoleQuota: 10 },
  },
  roles: { value: [] },
  rolePermissions: { value: [] },
  ...change,
});

/** A Region in which everything is ok. */
export const regionSeen = (change: Partial<RegionSeen> = {}): RegionSeen => ({
  region,
  optedIn: { value: "opted-in" },
  logPolicies: { value: [] },
  concurrency: { value: { quota: 1000, unreserved: 1000 } },
  rules: { value: [] },
  rulesQuota: { value: 300 },
  configRules: { value: [] },
  recorder: { value: undefined },
  deliveryChannel: { value: undefined },
  detector: { value: { status: "ENABLED" } },
  hub: { value: undefined },
  aggregation: { value: undefined },
  groups: { value: { groups: 10, vpcs: 2 } },
  groupsQuota: { value: 2500 },
  taken: {},
  permissions: { value: [] },
  ...change,
});

export const simulated = (action: string, change: Partial<Simulated> = {}): Simulated => ({
  action,
  resource: "*",
  decision: "implicitDeny",
  missing: [],
  ...change,
});
