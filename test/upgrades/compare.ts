import { isDeepStrictEqual } from "node:util";

/** A template of a member account, as far as two versions must agree. */
export interface MemberTemplate {
  Resources: Record<string, { Type: string; Properties: Record<string, any> }>;
}

type Statement = Record<string, any>;

/**
 * What one version of a member account has and another lacks, in words. A version whose roles, rules and targets have all that another
 * one's have can stand in for it.
 */
export function lacks(has: MemberTemplate, other: MemberTemplate): string[] {
  const found = Object.values(other.Resources);
  return Object.values(has.Resources).flatMap(({ Type, Properties }) => {
    const same = found.find((one) => one.Type === Type && nameOf(one.Properties) === nameOf(Properties));
    const name = `${Type} ${JSON.stringify(nameOf(Properties))}`;
    if (!same) return [name];
    return missing(Properties, same.Properties).map((what) => `${name}: ${what}`);
  });
}

const nameOf = ({ RoleName, Name, EventBusName }: Record<string, any>) => RoleName ?? Name ?? EventBusName;

function missing(had: Record<string, any>, has: Record<string, any>): string[] {
  const given = ["AssumeRolePolicyDocument", "Path", "State", "Targets"].filter(
    (key) => !isDeepStrictEqual(had[key], has[key]),
  );
  const [before, now] = [statementsOf(had), statementsOf(has)];
  const actions = before.flatMap((statement) =>
    listOf(statement["Action"]).flatMap((action) =>
      listOf(statement["Resource"])
        .filter((resource) => !now.some((other) => covers(other, { ...statement, Action: action, Resource: resource })))
        .map((resource) => `${action} on ${JSON.stringify(resource)}`),
    ),
  );
  const events = alternativesOf(had).flatMap((pattern) => untaken(pattern, alternativesOf(has)));
  return [...given, ...actions, ...events];
}

/** What a pattern takes and none of the others does, in words: single values if one of them takes the rest. */
function untaken(pattern: unknown, others: unknown[]): string[] {
  const [least] = others
    .map((other) => gap(other, pattern))
    .filter((values) => values !== undefined)
    .sort((left, right) => left.length - right.length);
  return least?.map((value) => `events with ${value}`) ?? [`events ${JSON.stringify(pattern)}`];
}

/** The values that the narrower pattern takes and the wider one does not; undefined if they differ otherwise. */
function gap(wide: any, narrow: any, name = ""): string[] | undefined {
  if (isList(wide) && isList(narrow)) {
    const left = narrow.filter((value) => !wide.some((item) => takes(item, value)));
    return left.length > 0 && name === "detail-type" ? undefined : left.map((value) => `${name} ${textOf(value)}`);
  }
  if (wide === null || typeof wide !== "object" || Array.isArray(wide))
    return isDeepStrictEqual(wide, narrow) ? [] : undefined;
  const parts = Object.entries(wide).map(([key, value]) => gap(value, narrow?.[key], key));
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part!);
}

/** A value of a pattern, or the begin of values: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
type Value = string | { prefix: string };

const isValue = (value: any) => typeof value === "string" || typeof value?.prefix === "string";
const isList = (value: unknown): value is Value[] => Array.isArray(value) && value.every(isValue);
const textOf = (value: Value) => (typeof value === "string" ? value : `${value.prefix}*`);
const takes = (wide: Value, value: Value) =>
  typeof wide === "string" ? wide === value : textOf(value).startsWith(wide.prefix);

const listOf = (value: unknown): any[] => (Array.isArray(value) ? value : [value]);

const statementsOf = ({ Policies = [] }: Record<string, any>): Statement[] =>
  Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement).filter(
    ({ Effect }: Statement) => Effect === "Allow",
  );

/** Whether a statement allows one action on one resource. A condition must be the same: which of two is wider is not judged. */
const covers = (statement: Statement, { Action, Resource, Condition }: Statement): boolean =>
  listOf(statement["Action"]).includes(Action) &&
  listOf(statement["Resource"]).some((resource) => isDeepStrictEqual(resource, Resource)) &&
  isDeepStrictEqual(statement["Condition"], Condition);

const alternativesOf = ({ EventPattern }: Record<string, any>): unknown[] =>
  EventPattern === undefined ? [] : (EventPattern["$or"] ?? [EventPattern]);
