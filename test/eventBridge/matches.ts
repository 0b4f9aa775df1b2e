/** A condition on one value: a value itself or an operator. */
type Condition = string | number | boolean | null | Record<string, any>;

/**
 * Whether an EventBridge pattern matches an event
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). All fields of a pattern have to
 * match, one condition of each is enough. Of an array, one element has to match; fields of objects in an array have to match in
 * the same element (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html).
 *
 * @throws Error for an operator that is not one, so that no misspelled pattern passes
 */
export function matches(pattern: Record<string, any>, event: unknown): boolean {
  if (Array.isArray(event)) {
    return event.length === 0 ? fieldsMatch(pattern, undefined) : event.some((item) => matches(pattern, item));
  }
  return fieldsMatch(pattern, event);
}

function fieldsMatch(pattern: Record<string, any>, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or") return alternatives(wanted).some((one) => fieldsMatch(one, event));
    const value = event !== null && typeof event === "object" ? (event as Record<string, unknown>)[key] : undefined;
    if (!Array.isArray(wanted)) return matches(wanted, value);
    if (wanted.length === 0) throw new Error(`${key}: empty arrays are not allowed`);
    return wanted.some((condition: Condition) => holds(condition, value));
  });
}

function alternatives(list: Record<string, any>[]): Record<string, any>[] {
  if (list.length < 2) throw new Error("$or needs at least two members");
  return list;
}

function holds(condition: Condition, value: unknown): boolean {
  if (condition === null || typeof condition !== "object") return values(value).includes(condition);
  const [[operator, operand], ...more] = Object.entries(condition) as [[string, any], ...[string, any][]];
  if (more.length > 0) throw new Error(`one operator at a time: ${JSON.stringify(condition)}`);
  if (operator === "exists") return operand === (value !== undefined && typeof value !== "object");
  return values(value).some((one) => test(operator, operand, one));
}

/** Leaves only: an object is not a value. */
const values = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one) => one !== undefined && (one === null || typeof one !== "object"),
  );

function test(operator: string, operand: any, value: unknown): boolean {
  const text = typeof value === "string" ? value : undefined;
  const any = (list: any, one: (operand: any) => boolean) => (Array.isArray(list) ? list.some(one) : one(list));
  switch (operator) {
    case "prefix":
      return text?.startsWith(operand) ?? false;
    case "suffix":
      return text?.endsWith(operand) ?? false;
    case "equals-ignore-case":
      return text?.toLowerCase() === operand.toLowerCase();
    case "wildcard":
      return text !== undefined && wildcard(operand).test(text);
    case "numeric":
      return typeof value === "number" && inRange(operand, value);
    case "anything-but": {
      if (operand === null || typeof operand !== "object" || Array.isArray(operand)) {
        return !any(operand, (one) => one === value);
      }
      const [[inner, list]] = Object.entries(operand) as [[string, any]];
      return !any(list, (one) => test(inner, one, value));
    }
    default:
      throw new Error(`"${operator}" is no operator`);
  }
}

const wildcard = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "s");

function inRange(parts: (string | number)[], value: number): boolean {
  const compare: Record<string, (limit: number) => boolean> = {
    "=": (limit) => value === limit,
    "<": (limit) => value < limit,
    "<=": (limit) => value <= limit,
    ">": (limit) => value > limit,
    ">=": (limit) => value >= limit,
  };
  for (let at = 0; at < parts.length; at += 2) {
    if (!compare[parts[at] as string]!(parts[at + 1] as number)) return false;
  }
  return true;
}
