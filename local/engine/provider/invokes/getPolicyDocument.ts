import { createHash } from "node:crypto";
import type { Properties } from "../properties";
import type { Invoke } from "./invoke";

/** Fields of a statement that are handled below. */
const statementFields = [
  ...["sid", "effect", "actions", "notActions", "resources", "notResources", "principals", "notPrincipals"],
  "conditions",
];

export const getPolicyDocument: Invoke = {
  args: ["version", "policyId", "statements"],
  answer(args) {
    const document = {
      Version: args.version ?? "2012-10-17",
      ...(args.policyId && { Id: args.policyId }),
      Statement: (args.statements ?? []).map(statement),
    };
    const json = JSON.stringify(document, undefined, 2);
    const id = createHash("sha256").update(json).digest("hex").slice(0, 10);
    return { ...args, version: document.Version, id, json, minifiedJson: JSON.stringify(document) };
  },
};

function statement(given: Properties): object {
  const unknown = Object.keys(given).filter((key) => !statementFields.includes(key));
  if (unknown.length > 0) throw new Error(`unknown field of a policy statement: ${unknown.join(", ")}`);
  return {
    Sid: given.sid ?? "",
    Effect: given.effect ?? "Allow",
    ...listed("Action", given.actions),
    ...listed("NotAction", given.notActions),
    ...listed("Resource", given.resources),
    ...listed("NotResource", given.notResources),
    ...(given.principals && { Principal: principals(given.principals) }),
    ...(given.notPrincipals && { NotPrincipal: principals(given.notPrincipals) }),
    ...(given.conditions && { Condition: conditions(given.conditions) }),
  };
}

function listed(key: string, values: string[] | undefined): object {
  return values ? { [key]: single(values) } : {};
}

function single(values: string[]): string | string[] {
  return values.length === 1 ? values[0]! : values;
}

function principals(list: Properties[]): unknown {
  if (list.some(({ type }) => type === "*")) return "*";
  const types = [...new Set(list.map(({ type }) => type))];
  const entries = types.map((type) => {
    const identifiers = list.filter((item) => item.type === type).flatMap((item) => item.identifiers);
    return [type, single(identifiers)];
  });
  return Object.fromEntries(entries);
}

function conditions(list: Properties[]): object {
  const result: Record<string, Record<string, string | string[]>> = {};
  for (const { test, variable, values } of list) result[test] = { ...result[test], [variable]: single(values) };
  return result;
}
