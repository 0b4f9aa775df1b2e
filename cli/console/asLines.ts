import { oneLine } from "../../runtime/lib/oneLine";

/**
 * The same data with every text in one line and without invisible characters. What an attacker can choose, such as a name or a
 * title, cannot look like another part of the page.
 */
export function asLines<Data>(data: Data): Data {
  if (typeof data === "string") return oneLine(data) as Data;
  if (Array.isArray(data)) return data.map(asLines) as Data;
  if (data === null || typeof data !== "object") return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, asLines(value)])) as Data;
}
