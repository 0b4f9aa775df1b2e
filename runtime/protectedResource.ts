import { leftToPerson, type Refusal } from "./refusal";
import type { Target } from "./target";
import { matchesWildcard } from "./wildcard";

/**
 * Why a resource is never touched: its ARN matches one of the patterns, in which `*` stands for anything. A principal's ARN
 * is written without its path.
 */
export function protectedResource({ arn }: Target, patterns: string[]): Refusal | undefined {
  const pattern = patterns.find((item) => matchesWildcard(item, arn));
  if (!pattern) return undefined;
  return leftToPerson(`${arn} is protected by "${pattern}" of protectedResources: a person has to look`);
}
