import type { Permission, Phase } from "../response";
import type { Target } from "../target";

/** The largest session policy that AWS takes, in characters: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const largestSessionPolicy = 2048;

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Permission["condition"];
}

/**
 * The policy of one session: what the response may do in one direction, and to which target. It can only narrow the role's
 * own policy, which names accounts, Regions and every action; so here the target is spelled out and the rest is shortened.
 *
 * @param session the second session gets the permissions that are declared for it and no others, the first one all the rest
 */
export function sessionPolicy(
  permissions: Permission[],
  target: Target,
  phase: Phase,
  session?: Permission["session"],
): string {
  const Statement = permissions
    .filter((permission) => !permission.phase || permission.phase === phase)
    .filter((permission) => !permission.targetKind || permission.targetKind === target.kind)
    .filter((permission) => permission.session === session)
    .map(
      (permission): Statement => ({
        Effect: "Allow",
        Action: shortened(permission.actions),
        Resource: permission.resources.map((pattern) => fill(pattern, target)),
        ...(permission.condition && isNeeded(permission, permissions, phase) && { Condition: permission.condition }),
      }),
    );
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** A condition is the role's own already, unless the other direction has the same action without it. */
function isNeeded({ actions }: Permission, permissions: Permission[], phase: Phase): boolean {
  const others = permissions.filter((permission) => permission.phase && permission.phase !== phase);
  return others.some((other) => other.actions.some((action) => actions.includes(action)));
}

function fill(pattern: string, target: Target): string {
  const places = pattern.includes("{target}")
    ? { partition: target.partition, region: target.region, account: target.accountId, target: target.id }
    : { partition: "*", region: "*", account: "*", target: "*" };
  return Object.entries(places).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), pattern);
}

/** Several actions of one service that begin with the same word become one: `ec2:Describe*`. */
function shortened(actions: string[]): string[] {
  const wordOf = (action: string) => action.replace(/^([\w-]+:[A-Z][a-z]+).*/, "$1");
  const count = (word: string) => actions.filter((action) => wordOf(action) === word).length;
  return [...new Set(actions.map((action) => (count(wordOf(action)) > 1 ? `${wordOf(action)}*` : action)))];
}
