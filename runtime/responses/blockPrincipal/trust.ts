import { serviceNamed } from "../../lib/partitions";

/** A way to open a session of a role that its trust policy allows. */
export interface Channel {
  /** Who may use it, in the words of the policy. */
  who: string;
  /** Why the session name is fixed; absent if the caller can choose a new name. */
  fixed?: keyof typeof fixedNames;
}

/**
 * The services that give every session of one workload the same name, so that a denied name stays denied: instances
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html, "role-id:ec2-instance-id"), Lambda
 * functions (the function's name), ECS tasks (the task's id, https://github.com/aws/amazon-ecs-agent/issues/3498) and
 * certificates of IAM Roles Anywhere (their serial number,
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html). EKS Pod Identity is none of them: each renewal
 * ends with another UUID (https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumedRoleUser.html).
 */
export const fixedNames = {
  ec2: "instance",
  lambda: "function",
  "ecs-tasks": "task",
  rolesanywhere: "certificate",
  "sts:RoleSessionName": "name that the trust policy demands",
};

/**
 * Who may open a session of a role, by its trust policy alone, and whether they can choose the session's name. A policy that
 * cannot be parsed counts as open to everyone.
 */
export function channelsOf(trust: string): Channel[] {
  const found = statementsIn(trust).flatMap((statement): Channel[] => {
    if (statement?.Effect === "Deny" || !opensSessions(statement)) return [];
    const fixed = isNameDemanded(statement) ? ("sts:RoleSessionName" as const) : undefined;
    return principalsOf(statement).map(({ kind, who }): Channel => {
      const why = fixed ?? (kind === "Service" ? serviceWithFixedNames(who) : undefined);
      return { who, ...(why && { fixed: why }) };
    });
  });
  return found.filter((channel, index) => found.findIndex(({ who }) => who === channel.who) === index);
}

/** The channels that allow a session with a new name. */
export const freeChannels = (trust: string): Channel[] => channelsOf(trust).filter(({ fixed }) => !fixed);

function statementsIn(trust: string): any[] {
  try {
    const { Statement } = JSON.parse(trust);
    return [Statement].flat().filter((item) => item !== undefined);
  } catch {
    return [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }];
  }
}

/** AssumeRole, AssumeRoleWithSAML and AssumeRoleWithWebIdentity open sessions; TagSession and SetSourceIdentity do not. */
function opensSessions({ Action, NotAction }: any): boolean {
  if (NotAction !== undefined || Action === undefined) return true;
  return [Action].flat().some((action) => action === "*" || /^sts:(assume|\*|a\*)/i.test(String(action)));
}

function principalsOf({ Principal, NotPrincipal }: any): { kind: string; who: string }[] {
  if (NotPrincipal !== undefined) return [{ kind: "AWS", who: "everyone except those named in the policy" }];
  if (!Principal || Principal === "*") return [{ kind: "AWS", who: "*" }];
  return Object.entries(Principal).flatMap(([kind, value]) =>
    [value].flat().map((who) => ({ kind, who: String(who) })),
  );
}

function serviceWithFixedNames(service: string): keyof typeof fixedNames | undefined {
  const name = serviceNamed(service);
  return name !== undefined && Object.hasOwn(fixedNames, name) ? (name as keyof typeof fixedNames) : undefined;
}

/**
 * Whether a condition leaves each caller one name: a literal or the caller's own. Callers can choose other variables, such as
 * the source identity
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname).
 */
function isNameDemanded({ Condition }: any): boolean {
  const demanded = Object.entries(Condition?.StringEquals ?? {}).find(([key]) => /^sts:RoleSessionName$/i.test(key));
  const [name, another] = [demanded?.[1] ?? []].flat().map(String);
  return name !== undefined && another === undefined && !name.replace(`\${aws:username}`, "").includes("$");
}
