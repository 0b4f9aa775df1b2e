import { serviceNamed } from "../../lib/partitions";

/** A way to a session of a role, as the role's trust policy opens it. */
export interface Channel {
  /** Who may use it, in the words of the policy. */
  who: string;
  /** Why the name of the session is not free; absent if a new name can be had. */
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
 * Who may open a session of a role, by its trust policy alone, and whether the session's name is theirs to choose. A policy
 * that cannot be understood counts as open to anyone: nothing may be believed of it.
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

/** The channels by which a session of a new name can be had. */
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
  if (NotPrincipal !== undefined) return [{ kind: "AWS", who: "anyone but those that the policy names" }];
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
 * Whether a condition leaves each caller one name: a literal one or the caller's own. Other variables, such as the source
 * identity, are the caller's to choose
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname).
 */
function isNameDemanded({ Condition }: any): boolean {
  const demanded = Object.entries(Condition?.StringEquals ?? {}).find(([key]) => /^sts:RoleSessionName$/i.test(key));
  const [name, another] = [demanded?.[1] ?? []].flat().map(String);
  return name !== undefined && another === undefined && !name.replace(`\${aws:username}`, "").includes("$");
}
