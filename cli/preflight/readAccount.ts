import { pages } from "../../runtime/aws/pages";
import type { Reading } from "../../runtime/doctor/reading";
import { isMissing } from "../../runtime/lib/errors";
import { partitionNamed } from "../../runtime/lib/partitions";
import { neededActions } from "./actions";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import type { AccountSeen, BoundarySeen, OrganizationSeen, RoleSeen } from "./observations";
import { type Plan, roleArns } from "./plan";
import { simulateBoundary, simulateCaller } from "./simulate";

/** The services whose administrators the settings must name. */
export const administered = {
  GuardDuty: "guardduty.amazonaws.com",
  "Security Hub": "securityhub.amazonaws.com",
  "AWS Config": "config.amazonaws.com",
};

/**
 * Reads what exists in the account.
 *
 * @param roles the account's roles, which are read first
 * @param source the ARN of the caller's user or role
 */
export async function readAccount(
  ask: Ask,
  clients: PreflightClients,
  plan: Plan,
  { roles, source }: { roles: Reading<RoleSeen[]>; source: Reading<string> },
): Promise<AccountSeen> {
  const { iam } = clients;
  const { permissionsBoundary } = plan.settings;
  const context = {
    "aws:RequestedRegion": partitionNamed(plan.partition).globalRegion,
    ...(permissionsBoundary && { "iam:PermissionsBoundary": permissionsBoundary }),
  };
  const question = { actions: neededActions(plan).deployRoles, resources: roleArns(plan), context };
  const [organization, summary, boundary, rolePermissions] = await Promise.all([
    readOrganization(ask, clients),
    ask("iam:GetAccountSummary", async () => (await iam.getAccountSummary({})).SummaryMap ?? {}),
    permissionsBoundary === undefined ? undefined : readBoundary(ask, clients, plan, permissionsBoundary),
    simulateCaller(ask, clients, source, question),
  ]);
  return { ...organization, summary, roles, rolePermissions, ...(boundary && { boundary }) };
}

/**
 * Every role of the account; names are unique across paths:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function readRoles(ask: Ask, { iam }: PreflightClients): Promise<Reading<RoleSeen[]>> {
  return ask("iam:ListRoles", async () => {
    const all = await pages(
      (Marker) => iam.listRoles({ MaxItems: 1000, ...(Marker && { Marker }) }),
      (page) => page.Roles,
      (page) => (page.IsTruncated ? page.Marker : undefined),
    );
    return all.map(({ RoleName = "", Arn = "", AssumeRolePolicyDocument = "" }) => ({
      name: RoleName,
      arn: Arn,
      trust: decodeURIComponent(AssumeRolePolicyDocument),
    }));
  });
}

async function readBoundary(
  ask: Ask,
  clients: PreflightClients,
  plan: Plan,
  arn: string,
): Promise<Reading<BoundarySeen>> {
  const { iam } = clients;
  const version = await ask("iam:GetPolicy", async () => {
    try {
      return (await iam.getPolicy({ PolicyArn: arn })).Policy?.DefaultVersionId ?? "v1";
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
  if ("problem" in version) return version;
  const VersionId = version.value;
  if (VersionId === undefined) return { value: { exists: false, refused: [] } };
  const document = await ask("iam:GetPolicyVersion", async () => {
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn: arn, VersionId });
    return decodeURIComponent(PolicyVersion?.Document ?? "");
  });
  if ("problem" in document) return document;
  const context = { "aws:RequestedRegion": plan.settings.homeRegion };
  const question = { actions: neededActions(plan).work, resources: ["*"], context };
  const results = await simulateBoundary(ask, clients, document.value, question);
  if ("problem" in results) return results;
  return { value: { exists: true, refused: results.value.filter(({ decision }) => decision !== "allowed") } };
}

/**
 * Reads the organization. Every account may read its id, but only the management account and delegated administrators
 * may read the administrators and the trusted services
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html).
 */
async function readOrganization(ask: Ask, { organizations }: PreflightClients): Promise<OrganizationSeen> {
  const administratorsOf = (ServicePrincipal: string) =>
    ask("organizations:ListDelegatedAdministrators", () =>
      pages(
        (NextToken) => organizations.listDelegatedAdministrators({ ServicePrincipal, ...(NextToken && { NextToken }) }),
        (page) => page.DelegatedAdministrators?.map(({ Id = "" }) => Id),
        (page) => page.NextToken,
      ),
    );
  const [organization, trusted, ...administrators] = await Promise.all([
    ask("organizations:DescribeOrganization", async () => {
      try {
        const { Organization } = await organizations.describeOrganization({});
        return { id: Organization?.Id ?? "", managementAccountId: Organization?.MasterAccountId ?? "" };
      } catch (error) {
        if ((error as Error).name === "AWSOrganizationsNotInUseException") return undefined;
        throw error;
      }
    }),
    ask("organizations:ListAWSServiceAccessForOrganization", () =>
      pages(
        (NextToken) => organizations.listAWSServiceAccessForOrganization({ ...(NextToken && { NextToken }) }),
        (page) => page.EnabledServicePrincipals?.map(({ ServicePrincipal = "" }) => ServicePrincipal),
        (page) => page.NextToken,
      ),
    ),
    ...Object.values(administered).map(administratorsOf),
  ]);
  const byService = Object.values(administered).map((principal, at) => [principal, administrators[at]!] as const);
  return { organization, trusted, administrators: Object.fromEntries(byService) };
}
