/** Escaped HTML. Only this file creates it, so data can never be mistaken for it. */
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

/** What a template accepts. Everything except markup is escaped; undefined and false produce nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[];

const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Also removes invisible characters, which could reverse or hide part of a line. */
const escaped = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").replace(/[&<>"']/g, (character) => names[character]!);

/**
 * A template literal as HTML. Values are escaped unless they are markup.
 *
 * @throws Error if escaping cannot make a value safe: in an attribute without quotes, in one with code, or in a link
 *   that is neither https nor within the page
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
    throw new Error(`the attribute ${name} does not accept this address`);
  }
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Safe) return part.toString();
  if (Array.isArray(part)) return part.map(textOf).join("");
  return escaped(String(part));
}

/**
 * A style element with the product's own style sheet.
 *
 * @throws Error if the text could close the element
 */
export function styleElement(css: string): Markup {
  if (css.includes("</")) throw new Error("a style sheet must not contain an end tag");
  return new Safe(`<style>${css}</style>`);
}
