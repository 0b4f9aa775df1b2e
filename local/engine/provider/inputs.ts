import { createHash } from "node:crypto";
import type { Input, Inputs, Kind } from "./kind";
import type { Properties } from "./properties";
import { hasUnknown, isUnknown, unknownText } from "./unknown";

/** A problem with an input. */
export interface Problem {
  /** Path of the input, like `deadLetterConfig.arn`. */
  property: string;
  /** A full sentence for the user. */
  reason: string;
}

/** The arguments of a resource check. */
export interface Checked {
  kind: Kind;
  /** Like `aws:sqs/queue:Queue`. */
  type: string;
  /** The resource's name in the program. */
  name: string;
  /** Inputs in the state; empty for a new resource. */
  olds: Properties;
  /** Inputs that the program gives. */
  news: Properties;
  /** Random bytes that stay the same in every step of one command. */
  seed: Uint8Array;
  /** Default Region and tags. */
  defaults: { region?: string; tags: Record<string, string> };
}

/** Inputs that the SDK adds. */
const internal = (key: string) => key.startsWith("__");

/** The inputs that the provider cannot honour, including unknown inputs: none is ignored. */
export function problems(checked: Pick<Checked, "kind" | "type" | "news">): Problem[] {
  const inputs = {
    ...checked.kind.inputs,
    ...(checked.kind.tagged && { tags: {} }),
    ...(!checked.kind.global && { region: {} }),
  };
  return problemsOf(inputs, checked.news, checked.type, "");
}

function problemsOf(inputs: Inputs, values: Properties, type: string, prefix: string): Problem[] {
  return Object.entries(values)
    .filter(([key]) => !internal(key))
    .flatMap(([key, value]) => {
      const property = prefix + key;
      const input = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
      if (!input)
        return [
          {
            property,
            reason: `the local provider does not know the input "${property}" of ${type}: add it to ${fileOf(type)}`,
          },
        ];
      if (input.only && !isUnknown(value) && !input.only.includes(value)) {
        const known = input.only.map((allowed) => JSON.stringify(allowed)).join(", ");
        const reason = `the local provider honours "${property}" of ${type} only as ${known}, not ${JSON.stringify(value)}: extend ${fileOf(type)}`;
        return [{ property, reason }];
      }
      return input.fields ? nestedProblems(input.fields, value, type, property) : [];
    });
}

function nestedProblems(fields: Inputs, value: unknown, type: string, property: string): Problem[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => nestedProblems(fields, item, type, `${property}[${index}]`));
  if (!value || typeof value !== "object") return [];
  return problemsOf(fields, value, type, `${property}.`);
}

/** The file that describes a type: aws:sqs/queue:Queue is in types/sqs/queue.ts. */
export function fileOf(type: string): string {
  return `local/engine/provider/types/${type.split(":")[1]}.ts`;
}

/**
 * The inputs for the state: with defaults, the Region, the default tags and a generated name. `__defaults` lists the
 * inputs that the program did not set; the engine and its display treat such keys as internal.
 */
export function completed({ kind, name, olds, news, seed, defaults }: Checked): Properties {
  const inputs: Properties = Object.fromEntries(Object.entries(news).filter(([key]) => !internal(key)));
  const filled: string[] = [];
  const fill = (key: string, value: unknown) => {
    if (key in inputs || value === undefined) return;
    inputs[key] = value;
    filled.push(key);
  };
  for (const [key, input] of Object.entries(kind.inputs)) {
    fill(key, input.default);
    if (input.fields && key in inputs) inputs[key] = withDefaults(input.fields, inputs[key]);
  }
  if (!kind.global) fill("region", defaults.region);
  if (kind.named) {
    const kept = olds.__defaults?.includes(kind.named) ? olds[kind.named] : undefined;
    fill(kind.named, kept ?? madeUpName(kind, name, inputs, seed));
  }
  if (kind.tagged && !isUnknown(inputs.tags) && Object.keys({ ...defaults.tags, ...inputs.tags }).length > 0) {
    inputs.tags = { ...defaults.tags, ...inputs.tags };
  }
  for (const [key, input] of Object.entries(kind.inputs))
    if (input.json && key in inputs) inputs[key] = document(inputs[key]);
  return { ...inputs, __defaults: filled };
}

/** An object, or the objects of a list, with the defaults of their fields. */
function withDefaults(fields: Inputs, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults(fields, item));
  if (!value || typeof value !== "object") return value;
  const given = value as Properties;
  const entries = Object.entries(fields).flatMap(([key, field]) => {
    const item = given[key] ?? field.default;
    return item === undefined ? [] : [[key, field.fields ? withDefaults(field.fields, item) : item]];
  });
  return { ...given, ...Object.fromEntries(entries) };
}

function madeUpName(kind: Kind, name: string, inputs: Properties, seed: Uint8Array): string {
  const made = `${name}-${createHash("sha256").update(seed).digest("hex").slice(0, 7)}`;
  return kind.nameFrom?.(made, inputs) ?? made;
}

/** A JSON document as text; programs may pass an object. */
function document(value: unknown): unknown {
  if (!value || typeof value !== "object") return value;
  return hasUnknown(value) ? unknownText : JSON.stringify(value);
}

/** The inputs of an imported resource, without values that equal unset ones. */
export function imported(kind: Kind, found: Properties, region: string | undefined): Properties {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === "" ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  const inputs = Object.fromEntries(Object.entries(found).filter(([, value]) => !isEmpty(value)));
  const given = Object.fromEntries(
    Object.entries(kind.inputs).flatMap(([key, input]: [string, Input]) =>
      input.default === undefined || key in inputs ? [] : [[key, input.default]],
    ),
  );
  return { ...given, ...inputs, ...(!kind.global && { region }), __defaults: Object.keys(given) };
}
