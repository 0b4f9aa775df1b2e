import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";

/** What an update does to an item, attribute by attribute; `map.key` reaches into a map. */
export interface Change {
  set?: Record<string, unknown>;
  setIfAbsent?: Record<string, unknown>;
  append?: Record<string, unknown[]>;
  add?: Record<string, number>;
  remove?: string[];
  /** Only the run that has the claim may write. */
  run: string;
}

/** The claim is held by the run. */
export const claimHeld = "#claim.#run = :run";

type Expression = Required<
  Pick<
    UpdateItemCommandInput,
    "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
  >
>;

/** A change as DynamoDB wants it, on condition that the run holds the claim unless another condition is given. */
export function expressionOf(change: Change, condition = claimHeld, values: Record<string, unknown> = {}): Expression {
  const names: Record<string, string> = { "#claim": "claim", "#run": "run" };
  const filled: Record<string, unknown> = { ":run": change.run, ...values };
  const path = (key: string[]) =>
    key
      .map((part) => {
        const known = Object.entries(names).find(([, name]) => name === part)?.[0];
        const alias = known ?? `#n${Object.keys(names).length}`;
        names[alias] = part;
        return alias;
      })
      .join(".");
  const value = (content: unknown) => {
    const alias = `:v${Object.keys(filled).length}`;
    filled[alias] = content;
    return alias;
  };
  const split = (key: string) =>
    key.includes(".") ? [key.slice(0, key.indexOf(".")), key.slice(key.indexOf(".") + 1)] : [key];
  const sets = [
    ...Object.entries(change.set ?? {}).map(([key, content]) => `${path(split(key))} = ${value(content)}`),
    ...Object.entries(change.setIfAbsent ?? {}).map(([key, content]) => {
      const at = path(split(key));
      return `${at} = if_not_exists(${at}, ${value(content)})`;
    }),
    ...Object.entries(change.append ?? {}).map(([key, content]) => {
      const at = path(split(key));
      return `${at} = list_append(${at}, ${value(content)})`;
    }),
    ...Object.entries(change.add ?? {}).map(([key, content]) => {
      const at = path(split(key));
      return `${at} = ${at} + ${value(content)}`;
    }),
  ];
  const removes = (change.remove ?? []).map((key) => path(split(key)));
  return {
    UpdateExpression: [
      ...(sets.length > 0 ? [`SET ${sets.join(", ")}`] : []),
      ...(removes.length > 0 ? [`REMOVE ${removes.join(", ")}`] : []),
    ].join(" "),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(filled, { removeUndefinedValues: true }),
  };
}
