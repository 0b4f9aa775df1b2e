import { resolvesDatabases, resolvesPrincipals } from "../../aws/resolveTarget";
import type { Permission } from "../../model/permission";
import { documentName, isOwnedByAws, type RunbookDeclaration } from "./declaration";

const executions = "arn:{partition}:ssm:{region}:{account}:automation-execution/*";
const iam = "arn:{partition}:iam::{account}:";

/** How the tags of each kind of target are read; groups, instances and volumes by one call for all. */
const tagReading: Record<RunbookDeclaration["kind"], Omit<Permission, "sid">> = {
  "s3-bucket": { actions: ["s3:GetBucketTagging"], resources: ["arn:{partition}:s3:::{target}"] },
  "ec2-instance": describing("ec2:DescribeInstances", "AWS does not limit this action to resources"),
  "security-group": describing("ec2:DescribeSecurityGroups", "AWS does not limit this action to resources"),
  "ebs-volume": describing("ec2:DescribeVolumes", "AWS does not limit this action to resources"),
  "rds-instance": describing("rds:DescribeDBInstances", "AWS Config names databases by an id that is not in their ARN"),
  // The ARN has the path, which a finding does not tell.
  "iam-principal": {
    actions: ["iam:GetRole", "iam:GetUser"],
    resources: ["role/{target}", "role/*/{target}", "user/{target}", "user/*/{target}"].map((item) => `${iam}${item}`),
  },
};

function describing(action: string, why: string): Omit<Permission, "sid"> {
  return { actions: [action], resources: ["*"], why };
}

/**
 * What starting and following the runbooks may call in the account of the target, and what their steps may call where they
 * run with the rights of this response
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html).
 */
export function permissions(declarations: RunbookDeclaration[]): Permission[] {
  if (declarations.length === 0) return [];
  const kinds = [...new Set(declarations.map((item) => item.kind))];
  const roles = [...new Set(declarations.flatMap((item) => item.assumeRole ?? []))];
  return [
    {
      sid: "StartRunbooks",
      actions: ["ssm:StartAutomationExecution"],
      resources: [...new Set(declarations.flatMap(documentArns)), executions],
      phase: "contain",
    },
    { sid: "MarkExecutions", actions: ["ssm:AddTagsToResource"], resources: [executions], phase: "contain" },
    { sid: "ReadExecutions", actions: ["ssm:GetAutomationExecution"], resources: [executions] },
    {
      sid: "FindExecutions",
      actions: ["ssm:DescribeAutomationExecutions"],
      resources: ["*"],
      why: "AWS does not limit this action to resources",
      phase: "contain",
    },
    ...kinds.map((kind) => ({ sid: `ReadTagsOf${camel(kind)}`, ...tagReading[kind] })),
    ...(kinds.includes("iam-principal") ? [resolvesPrincipals] : []),
    ...(kinds.includes("rds-instance") ? [resolvesDatabases] : []),
    ...(roles.length > 0
      ? [
          {
            sid: "PassRoles",
            actions: ["iam:PassRole"],
            resources: roles.map((role) => `${iam}role/${role}`),
            condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
            phase: "contain" as const,
          },
        ]
      : []),
    ...declarations.flatMap((declaration, index) =>
      declaration.permissions.map(
        ({ actions, resources, why }, part): Permission => ({
          sid: `Runbook${index + 1}Part${part + 1}`,
          actions,
          resources,
          ...(why && { why }),
          phase: "contain",
        }),
      ),
    ),
  ];
}

/** AWS's own documents belong to no account. Some places still know a document by the older form of its ARN. */
function documentArns({ document }: RunbookDeclaration): string[] {
  const name = documentName({ document });
  const [, , , region, account] = document.startsWith("arn:") ? document.split(":") : [];
  const owner = account ?? (isOwnedByAws(document) ? "" : "{account}");
  const place = `arn:{partition}:ssm:${region ?? "{region}"}:${owner}`;
  return [`${place}:document/${name}`, `${place}:automation-definition/${name}:*`];
}

const camel = (kind: string) =>
  kind
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
