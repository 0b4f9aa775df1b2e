import { matchesWildcard } from "../lib/wildcard";
import { leftToPerson, type Refusal } from "../model/refusal";
import type { Target } from "../model/target";

/** The first pattern that a resource's ARN matches; `*` stands for anything. A principal's ARN is written without its path. */
export const matchingPattern = ({ arn }: Pick<Target, "arn">, patterns: string[]): string | undefined =>
  patterns.find((item) => matchesWildcard(item, arn));

/** Why a resource must not be changed: its ARN matches one of the patterns. */
export function protectedResource(target: Target, patterns: string[]): Refusal | undefined {
  const pattern = matchingPattern(target, patterns);
  if (!pattern) return undefined;
  return leftToPerson(`${target.arn} is protected by "${pattern}" of protectedResources: a person must act`);
}
