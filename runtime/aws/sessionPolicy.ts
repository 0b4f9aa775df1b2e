import type { Permission } from "../model/permission";
import type { Target } from "../model/target";

/** The largest session policy that AWS takes, in characters: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const largestSessionPolicy = 2048;

interface Statement {
  Effect: "Allow";
  Action: string | string[];
  Resource?: string | string[];
  NotResource?: string[];
}

const document = (Statement: Statement[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** Everything of the role's own policy, which is narrowed here by the resource alone. */
const anything = "*";

/**
 * The policy of a session for one target: among resources of the target's kind it allows only the target, and for other kinds
 * whatever the role allows. The role's own policy limits the actions, with one role per direction, because a list of actions
 * would exceed the size that AWS allows.
 *
 * @param permissions those of the role that is assumed
 */
export function sessionPolicy(permissions: Permission[], target: Target): string {
  const patterns = (some: Permission[]) => [...new Set(some.flatMap(({ resources }) => resources))];
  const kinds = patterns(permissions).filter(namesTarget).map(ofAnyTarget);
  if (kinds.length === 0) return listedPolicy(permissions, target);
  const fitting = permissions.filter(({ targetKind }) => !targetKind || targetKind === target.kind);
  const mine = patterns(fitting).filter(namesTarget);
  const wide = fitting.filter((permission) => permission.resources.some((pattern) => touches(pattern, kinds)));
  const services = kinds.map((kind) => `${kind.split(":")[2]}:`);
  const ofKinds = (action: string) => services.some((service) => action.startsWith(service)) && !isUnbound(action);
  const beside = shortened(wide.flatMap(({ actions }) => actions).filter(ofKinds));
  return document([
    { Effect: "Allow", Action: anything, NotResource: shortest(kinds) },
    ...(mine.length > 0
      ? [{ Effect: "Allow" as const, Action: anything, Resource: mine.map((pattern) => fill(pattern, target)) }]
      : []),
    ...(beside.length > 0 ? [{ Effect: "Allow" as const, Action: beside, Resource: anything }] : []),
  ]);
}

/** The policy of a session with a short list of rights, in full. */
export function listedPolicy(permissions: Permission[], target: Target): string {
  return document(
    permissions.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: shortened(actions),
      Resource: resources.map((pattern) => (namesTarget(pattern) ? fill(pattern, target) : ofAnyTarget(pattern))),
    })),
  );
}

const namesTarget = (pattern: string): boolean => /[{](target|cluster)[}]/.test(pattern);

/** A pattern for each thing of its kind in every account and Region. */
const ofAnyTarget = (pattern: string): string =>
  pattern.replace(/[{](partition|region|account|target|cluster)[}]/g, "*");

/** The role's own policy pins the account, its partition included. */
function fill(pattern: string, { region, id }: Target): string {
  const [cluster = id] = id.split("/");
  return ofAnyTarget(
    pattern.replaceAll("{region}", region).replaceAll("{target}", id).replaceAll("{cluster}", cluster),
  );
}

/** Removes patterns that others cover. */
const shortest = (patterns: string[]): string[] =>
  patterns.filter((one) => !patterns.some((other) => other !== one && covers(other, one)));

/** Whether one pattern covers the other, for patterns with `*` at the end. */
const covers = (wide: string, narrow: string): boolean => wide.endsWith("*") && narrow.startsWith(wide.slice(0, -1));

/** Whether a pattern without the target also matches resources of these kinds. */
function touches(pattern: string, kinds: string[]): boolean {
  if (namesTarget(pattern)) return false;
  const any = ofAnyTarget(pattern);
  return kinds.some((kind) => covers(kind, any) || covers(any, kind));
}

/**
 * Whether AWS checks an action against no ARN, such as the Describe actions of EC2, which no pattern here limits to a target
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html). Others may be checked against an
 * ARN of the kind, such as `arn:aws:iam::123456789012:role/`, which the first statement would exclude.
 */
const isUnbound = (action: string): boolean => action.startsWith("ec2:Describe");

/** Merges actions of one service that begin with the same word: `ec2:Describe*`. */
function shortened(actions: string[]): string[] {
  const wordOf = (action: string) => action.replace(/^([\w-]+:[A-Z][a-z]+).*/, "$1");
  const count = (word: string) => actions.filter((action) => wordOf(action) === word).length;
  return [...new Set(actions.map((action) => (count(wordOf(action)) > 1 ? `${wordOf(action)}*` : action)))];
}
