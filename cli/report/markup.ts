/** HTML that needs no escaping any more. Nothing but this file makes any, so data can never pass for it. */
class Safe {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Markup = Safe;

/** What a template takes: everything but markup is escaped, and nothing is written for what is missing. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Invisible characters go too: they could turn the direction of a line or hide a part of it. */
const escaped = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").replace(/[&<>"']/g, (character) => names[character]!);

/**
 * A template literal as HTML. Whatever is put into it is escaped unless it is markup itself.
 *
 * @throws Error if a value stands where escaping does not help: in an attribute without quotes, in one that holds code, or
 *   in a link that is neither https nor within the page
 */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Safe(texts.map((text, at) => text + (at < parts.length ? written(text, parts[at]) : "")).join(""));
}

function written(before: string, part: Part): string {
  const attribute = /([\w-]+)\s*=\s*(["']?)$/.exec(before);
  if (attribute) checkAttribute(attribute[1]!, attribute[2] !== "", part);
  return textOf(part);
}

function checkAttribute(name: string, quoted: boolean, value: Part): void {
  if (!quoted) throw new Error(`the attribute ${name} has no quotes`);
  if (/^(on.*|style|srcdoc|srcset|http-equiv)$/i.test(name)) throw new Error(`the attribute ${name} takes no value`);
  if (/^(.*href|src|action|formaction|data)$/i.test(name) && !/^(#|https:\/\/)/.test(String(value))) {
    throw new Error(`the attribute ${name} takes no such address`);
  }
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Safe) return part.toString();
  if (Array.isArray(part)) return part.map(textOf).join("");
  return escaped(String(part));
}

/**
 * A style sheet of the product's own.
 *
 * @throws Error if the text could end its element
 */
export function styleElement(css: string): Markup {
  if (css.includes("</")) throw new Error("a style sheet cannot hold the end of an element");
  return new Safe(`<style>${css}</style>`);
}
