/**
 * Text without any character that makes Slack or Teams render a link, a mention, bold type or code, cut to a maximum length.
 * Others choose the names of findings and resources. Slack has no backslash escape and only three entities
 * (https://docs.slack.dev/messaging/formatting-message-text), so other characters are replaced by lookalikes.
 */
export function plain(text: string, most: number): string {
  return replaced(text, most, { "&": "&amp;", "<": "&lt;", ">": "&gt;" });
}

/** The same without entities, where nothing decodes them: a command would take them literally. */
export const withoutMarkup = (text: string, most: number): string =>
  replaced(text, most, { "<": "\u2039", ">": "\u203a" });

function replaced(text: string, most: number, more: Record<string, string>): string {
  const replacements: Record<string, string> = {
    ...more,
    "*": "\u2217",
    "`": "'",
    "[": "\uff3b",
    "]": "\uff3d",
    "@": "\uff20",
    "\\": "\u2216",
  };
  let safe = "";
  // A URL would become a link automatically.
  for (const sign of text.replaceAll("://", ":\u2215\u2215")) {
    const next = replacements[sign] ?? sign;
    if (safe.length + next.length >= most) return `${safe}\u2026`;
    safe += next;
  }
  return safe;
}

/** A link of the product's own; characters that could be markup are percent-encoded. */
export function address(link: string): string {
  const encoded = (sign: string) => `%${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(2, "0")}`;
  return link.replace(/[^\w.~:/?#=&%-]/g, encoded);
}

/** As many paragraphs as fit. */
export function within(most: number, paragraphs: string[]): string {
  const rest = "The rest is in the journal.";
  let text = "";
  for (const paragraph of paragraphs) {
    const longer = text === "" ? paragraph : `${text}\n\n${paragraph}`;
    if (longer.length + rest.length + 2 > most) return `${text}\n\n${rest}`;
    text = longer;
  }
  return text;
}
