/**
 * The expressions of DynamoDB, as far as the journal uses them, over plain items:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */

/** Names and values that stand for the `#...` and `:...` of an expression. */
export interface Bindings {
  names: Record<string, string>;
  values: Record<string, unknown>;
}

type Item = Record<string, any>;
type Path = (string | number)[];

/** The error of a service, as the SDK throws it. */
export const awsError = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

const invalid = (message: string) => awsError("ValidationException", message);

/** The journal has few expressions, and the fault suite evaluates them some hundred thousand times. */
const tokenised = new Map<string, string[]>();

/** Splits an expression into its words, operators and signs. */
function tokensOf(text: string): string[] {
  const found = tokenised.get(text);
  if (found) return found;
  const tokens = text.match(/<>|<=|>=|[=<>(),+\-[\].]|[#:]?[\w-]+/g) ?? [];
  if (tokens.join("") !== text.replace(/\s+/g, "")) throw invalid(`syntax of ${text}`);
  tokenised.set(text, tokens);
  return tokens;
}

/** A copy of what an item may hold: JSON and sets. */
function copyOf(value: any): any {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Set) return new Set(value);
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, copyOf(content)]));
}

/** Reads an expression from left to right. */
function reader(text: string, { names, values }: Bindings) {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at]?.toUpperCase();
  const take = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted !== undefined && token.toUpperCase() !== wanted)) {
      throw invalid(`${text}: ${wanted ?? "more"} expected instead of ${token ?? "the end"}`);
    }
    return token;
  };
  const has = (token: string) => (peek() === token ? take() !== undefined : false);
  const part = (): string => {
    const token = take();
    if (!token.startsWith("#")) return token;
    if (names[token] === undefined) throw invalid(`${text}: ${token} is not defined`);
    return names[token]!;
  };
  /** An alias stands for one part of a path, whatever it holds. */
  const path = (): Path => {
    const parts: Path = [part()];
    for (;;) {
      if (has(".")) parts.push(part());
      else if (has("[")) {
        parts.push(Number(take()));
        take("]");
      } else return parts;
    }
  };
  const isValue = () => tokens[at]?.startsWith(":") ?? false;
  const value = (): unknown => {
    const token = take();
    if (!(token in values)) throw invalid(`${text}: ${token} is not defined`);
    return values[token];
  };
  return { peek, take, has, path, isValue, value, ended: () => at >= tokens.length };
}

const lookUp = (item: Item, path: Path) => path.reduce<any>((at, part) => at?.[part], item);

const sizeOf = (value: any) => (value instanceof Set ? value.size : (value?.length ?? Object.keys(value ?? {}).length));

function holdsIn(set: unknown, value: unknown): boolean {
  if (set instanceof Set) return set.has(value);
  return (Array.isArray(set) || typeof set === "string") && (set as string).includes(value as string);
}

/** Whether a condition, a filter or a key condition holds for an item. */
export function holds(text: string, item: Item, bindings: Bindings): boolean {
  const at = reader(text, bindings);
  const operand = (): unknown => {
    if (at.isValue()) return at.value();
    if (at.peek() !== "SIZE") return lookUp(item, at.path());
    at.take();
    at.take("(");
    const found = lookUp(item, at.path());
    at.take(")");
    return found === undefined ? undefined : sizeOf(found);
  };
  const call = (name: string): boolean => {
    at.take();
    at.take("(");
    const found = lookUp(item, at.path());
    const argument = at.has(",") ? operand() : undefined;
    at.take(")");
    if (name === "ATTRIBUTE_EXISTS") return found !== undefined;
    if (name === "ATTRIBUTE_NOT_EXISTS") return found === undefined;
    if (name === "BEGINS_WITH") return typeof found === "string" && found.startsWith(String(argument));
    return holdsIn(found, argument);
  };
  const comparison = (): boolean => {
    const left: any = operand();
    if (at.has("IN")) {
      at.take("(");
      const list = [operand()];
      while (at.has(",")) list.push(operand());
      at.take(")");
      return list.includes(left);
    }
    if (at.has("BETWEEN")) {
      const low: any = operand();
      at.take("AND");
      const high: any = operand();
      return left !== undefined && left >= low && left <= high;
    }
    const sign = at.take();
    const right: any = operand();
    if (sign === "<>") return left !== right;
    if (left === undefined || right === undefined || typeof left !== typeof right) return false;
    if (sign === "=") return left === right;
    if (sign === "<") return left < right;
    if (sign === "<=") return left <= right;
    if (sign === ">") return left > right;
    if (sign === ">=") return left >= right;
    throw invalid(`${text}: operator ${sign}`);
  };
  const term = (): boolean => {
    if (at.has("NOT")) return !term();
    if (at.has("(")) {
      const inner = either();
      at.take(")");
      return inner;
    }
    const word = at.peek() ?? "";
    if (["ATTRIBUTE_EXISTS", "ATTRIBUTE_NOT_EXISTS", "BEGINS_WITH", "CONTAINS"].includes(word)) return call(word);
    return comparison();
  };
  // Both sides are always read, so that their tokens are consumed.
  const both = (): boolean => {
    let result = term();
    while (at.has("AND")) result = term() && result;
    return result;
  };
  const either = (): boolean => {
    let result = both();
    while (at.has("OR")) result = both() || result;
    return result;
  };
  const result = either();
  if (!at.ended()) throw invalid(`${text}: ${at.peek()} is left over`);
  return result;
}

/** An item after an update expression; the original stays unchanged. */
export function updated(text: string, item: Item, bindings: Bindings): Item {
  const next: Item = copyOf(item);
  const at = reader(text, bindings);
  const touched: string[] = [];
  const touch = (path: Path): Path => {
    const name = `${path.join("\u0000")}\u0000`;
    const overlap = touched.find((other) => other.startsWith(name) || name.startsWith(other));
    if (overlap !== undefined) throw invalid(`Two document paths overlap with each other: ${path.join(".")}`);
    touched.push(name);
    return path;
  };
  const parentOf = (path: Path): any => {
    const parent = lookUp(next, path.slice(0, -1));
    if (parent === undefined)
      throw invalid("The document path provided in the update expression is invalid for update");
    return parent;
  };
  const operand = (): any => {
    if (at.isValue()) return at.value();
    const word = at.peek();
    if (word !== "IF_NOT_EXISTS" && word !== "LIST_APPEND") {
      const path = at.path();
      const found = lookUp(item, path);
      if (found === undefined)
        throw invalid(`The provided expression refers to an attribute that does not exist: ${path.join(".")}`);
      return found;
    }
    at.take();
    at.take("(");
    const known = word === "IF_NOT_EXISTS" ? lookUp(item, at.path()) : operand();
    at.take(",");
    const other = operand();
    at.take(")");
    return word === "IF_NOT_EXISTS" ? (known === undefined ? other : known) : [...known, ...other];
  };
  const sum = (): any => {
    let result = operand();
    for (;;) {
      if (at.has("+")) result += operand();
      else if (at.has("-")) result -= operand();
      else return result;
    }
  };
  const clauses: Record<string, () => void> = {
    SET: () => {
      const path = touch(at.path());
      at.take("=");
      const value = sum();
      parentOf(path)[path.at(-1)!] = value;
    },
    REMOVE: () => {
      const path = touch(at.path());
      const parent = lookUp(next, path.slice(0, -1));
      if (Array.isArray(parent)) parent.splice(path.at(-1) as number, 1);
      else if (parent) delete parent[path.at(-1)!];
    },
    ADD: () => {
      const path = touch(at.path());
      const value: any = at.value();
      const known = lookUp(next, path);
      parentOf(path)[path.at(-1)!] =
        value instanceof Set ? new Set([...(known ?? []), ...value]) : (known ?? 0) + value;
    },
    DELETE: () => {
      const path = touch(at.path());
      const value: any = at.value();
      const left = [...(lookUp(next, path) ?? [])].filter((one) => !value.has(one));
      // There are no empty sets.
      if (left.length > 0) parentOf(path)[path.at(-1)!] = new Set(left);
      else delete parentOf(path)[path.at(-1)!];
    },
  };
  while (!at.ended()) {
    const clause = clauses[at.take().toUpperCase()];
    if (!clause) throw invalid(`syntax of ${text}`);
    do clause();
    while (at.has(","));
  }
  return next;
}
