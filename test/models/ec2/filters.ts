import { refused } from "../model";

/**
 * Whether an object matches the filters of a call: all of them, each by one of its values, with `*` and `?`
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html). An unknown filter is refused.
 */
export function passes(filters: any[] | undefined, fields: Record<string, string[]>): boolean {
  return (filters ?? []).every(({ Name, Values }) => {
    const own = fields[Name];
    if (!own) throw refused("InvalidParameterValue", `The filter '${Name}' is invalid`);
    if (Values.length > 200) throw refused("FilterLimitExceeded", "200 values a filter");
    return Values.some((value: string) => own.some((text) => matches(value, text)));
  });
}

function matches(pattern: string, text: string): boolean {
  if (!/[*?\\]/.test(pattern)) return pattern === text;
  const parts = pattern.match(/\\[\s\S]|[\s\S]/g) ?? [];
  const escaped = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const source = parts
    .map((part) => (part === "*" ? ".*" : part === "?" ? "." : escaped(part.length > 1 ? part[1]! : part)))
    .join("");
  return new RegExp(`^${source}$`).test(text);
}
