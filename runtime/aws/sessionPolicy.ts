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
 * The policy of one session: what the response may do in one direction, with account, Region and target filled in. It only
 * narrows the role's own policy, so reading is shortened to one wildcard a service.
 */
export function sessionPolicy(permissions: Permission[], target: Target, phase: Phase): string {
  const Statement = permissions
    .filter((permission) => !permission.phase || permission.phase === phase)
    .map((permission): Statement => {
      const reading = permission.resources.length === 1 && permission.resources[0] === "*";
      return {
        Effect: "Allow",
        Action: reading ? wildcards(permission.actions) : permission.actions,
        Resource: permission.resources.map((pattern) => fill(pattern, target)),
        ...(permission.condition && { Condition: permission.condition }),
      };
    });
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function fill(pattern: string, target: Target): string {
  return pattern
    .replaceAll("{partition}", target.partition)
    .replaceAll("{region}", target.region)
    .replaceAll("{account}", target.accountId)
    .replaceAll("{target}", target.id);
}

/** `ec2:DescribeVpcs` becomes `ec2:Describe*`. */
function wildcards(actions: string[]): string[] {
  return [...new Set(actions.map((action) => action.replace(/^(\w[\w-]*:[A-Z][a-z]+).*/, "$1*")))];
}
