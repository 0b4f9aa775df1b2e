import { html, type Markup } from "./markup";

/** How much of a saved state to show. States are small, but a large one must not block the page. */
const limits = { depth: 8, items: 100, inLine: 4 };

/**
 * Plain data as a nested list. Its structure is not known here, because each response saves what its release needs.
 */
export function nestedList(value: unknown, depth = 0): Markup {
  const entries = entriesOf(value);
  if (!entries) return scalar(value);
  if (entries.length === 0) return html`none`;
  if (depth >= limits.depth) return html`… (deeper than ${limits.depth} levels)`;
  const more = entries.length - limits.items;
  return html`<ul>${entries
    .slice(0, limits.items)
    .map(
      ([name, item]) =>
        html`<li>${name !== "" && html`<span class="name">${name}</span>: `}${nestedItem(item, depth)}</li>`,
    )}${more > 0 && html`<li>… and ${more} more</li>`}</ul>`;
}

/** A short item is one line: names with one or a few values each. */
function nestedItem(item: unknown, depth: number): Markup {
  const entries = entriesOf(item);
  const fits = Array.isArray(item) ? isShort(item) : entries?.every(([, part]) => isShort(part));
  if (!entries?.length || entries.length > limits.inLine || !fits) return nestedList(item, depth + 1);
  const separator = Array.isArray(item) ? ", " : "; ";
  return html`${entries.map(([name, part], at) => [
    at > 0 && separator,
    name !== "" && html`<span class="name">${name}</span> `,
    values(part).map((value, index) => [index > 0 && ", ", scalar(value)]),
  ])}`;
}

/** Whether a part is a single value or a short list of values. */
const isShort = (part: unknown): boolean =>
  entriesOf(part) === undefined ||
  (Array.isArray(part) && part.length <= limits.inLine && part.every((value) => entriesOf(value) === undefined));

const values = (part: unknown): unknown[] => (Array.isArray(part) ? (part.length > 0 ? part : [undefined]) : [part]);

/** The parts of a value by name (the parts of a list have none), or undefined for a single value. */
function entriesOf(value: unknown): [name: string, item: unknown][] | undefined {
  if (Array.isArray(value)) return value.map((item) => ["", item]);
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => [inWords(name), item]);
}

/** `terminationProtection` as "termination protection"; AWS names, which begin with a capital, stay unchanged. */
const inWords = (name: string): string =>
  /^[a-z]+([A-Z][a-z]+)+$/.test(name) ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : name;

function scalar(value: unknown): Markup {
  if (value === null || value === undefined || value === "") return html`none`;
  if (typeof value === "boolean") return html`${value ? "yes" : "no"}`;
  return html`<code>${String(value)}</code>`;
}
