/**
 * A canonical form of a policy document or event pattern: keys and lists are sorted, and a list of one item is that item
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(canonical))].sort();
    return items.length === 1 ? items[0]! : `[${items.join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${entries.sort().join()}}`;
}

/** Whether two JSON documents mean the same. */
export function isSameDocument(left: string, right: string): boolean {
  const [one, other] = [parsed(left), parsed(right)];
  return one !== undefined && other !== undefined && canonical(one) === canonical(other);
}

/**
 * The statements in which a policy differs from the expected one; empty if both are equivalent.
 *
 * @param found undefined if there is none
 */
export function differences(expected: string, found: string | undefined): string[] {
  if (found === undefined) return ["it is missing"];
  if (isSameDocument(expected, found)) return [];
  const [wanted, there] = [statementsOf(expected), statementsOf(found)];
  const texts = [
    ...Object.entries(wanted).flatMap(([sid, text]) => {
      if (there[sid] === undefined) return [`the statement ${sid} is missing`];
      return there[sid] === text ? [] : [`the statement ${sid} differs`];
    }),
    ...Object.keys(there)
      .filter((sid) => wanted[sid] === undefined)
      .map((sid) => `the statement ${sid} is not ours`),
  ];
  return texts.length > 0 ? texts : ["it differs"];
}

function statementsOf(document: string): Record<string, string> {
  const statements = [(parsed(document) as { Statement?: unknown })?.Statement ?? []].flat() as { Sid?: string }[];
  return Object.fromEntries(statements.map((item, at) => [item.Sid ?? `number ${at + 1}`, canonical(item)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
