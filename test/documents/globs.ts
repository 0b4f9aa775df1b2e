/** Whether some text matches both patterns, in which `*` stands for any text and `?` for one character. */
export function overlap(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (other.length + 1) + j;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, false);
    const answer = decide(i, j);
    known.set(key, answer);
    return answer;
  };
  const decide = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (a === "*") return from(i + 1, j) || (b !== undefined && from(i, j + 1));
    if (b === "*") return from(i, j + 1) || (a !== undefined && from(i + 1, j));
    if (a === undefined || b === undefined) return false;
    return (a === b || a === "?" || b === "?") && from(i + 1, j + 1);
  };
  return from(0, 0);
}

/** The parts of an ARN before the resource's own name, which may contain colons itself. */
const parts = 5;

/**
 * Whether an ARN pattern of a policy can name a resource of a type.
 *
 * @param format the type's ARN as the service authorization reference gives it, with `${Names}`
 */
export function fits(pattern: string, format: string): boolean {
  const split = (text: string) => {
    const all = text.split(":");
    return [...all.slice(0, parts), all.slice(parts).join(":")];
  };
  if (pattern.split(":").length <= parts) return false;
  const formats = split(format.replace(/\$\{[^}]*\}/g, "*"));
  return split(pattern).every((part, at) => overlap(part, formats[at] ?? ""));
}
