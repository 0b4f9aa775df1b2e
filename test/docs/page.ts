/** A code block of a page, with the file that its first line names. */
export interface Block {
  language: string;
  file: string;
  text: string;
}

/** The blocks of a Markdown page that name a file. */
export function blocksOf(page: string): Block[] {
  const found = page.matchAll(/^```([a-z]+) (\S+)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language, file, text]) => ({ language: language!, file: file!, text: text! }));
}

/** What a block in the form of a diff expects in the file, and what it changes it to. */
export function sidesOf(diff: string): { old: string; fresh: string } {
  const lines = diff.split("\n").filter(Boolean);
  const side = (sign: string) =>
    lines
      .filter((line) => line[0] === " " || line[0] === sign)
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  return { old: side("-"), fresh: side("+") };
}
