import type { Permission } from "../../model/permission";
import { targetTypesOf } from "../../resources";
import { documentName, isOwnedByAws, type RunbookDeclaration } from "./declaration";

const executions = "arn:{partition}:ssm:{region}:{account}:automation-execution/*";
const iam = "arn:{partition}:iam::{account}:";

/** The permission to read the tags of a kind; roles and users are one kind here. */
function tagReading(kind: string): Omit<Permission, "sid"> {
  const [first, ...rest] = targetTypesOf(kind).flatMap(({ tags }) => tags?.reading ?? []);
  const { sid: _, ...reading } = first!;
  return {
    ...reading,
    actions: [...reading.actions, ...rest.flatMap(({ actions }) => actions)],
    resources: [...new Set([...reading.resources, ...rest.flatMap(({ resources }) => resources)])],
  };
}

/** The look-ups of a kind by an internal id. */
const lookUps = (kinds: string[]): Permission[] => {
  const all = targetTypesOf(...kinds).flatMap(({ lookUp }) => lookUp?.permission ?? []);
  return all.filter(({ sid }, index) => all.findIndex((other) => other.sid === sid) === index);
};

/**
 * What starting and following the runbooks may call in the account of the target, and what their steps may call if they run with
 * the rights of this response
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
      why: "AWS offers no resource-level permissions for this action",
      phase: "contain",
    },
    ...kinds.map((kind) => ({ sid: `ReadTagsOf${camel(kind)}`, ...tagReading(kind) })),
    ...lookUps(kinds),
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

/** AWS's own documents belong to no account. Some services still use the older form of a document's ARN. */
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
