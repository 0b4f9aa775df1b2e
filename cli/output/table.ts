import { stripVTControlCharacters } from "node:util";
import { getBorderCharacters, table } from "table";

/** Blanks between two columns. */
const gap = 2;

/** The minimum width of a column, in characters. */
const narrowest = 10;

/**
 * A table without borders. If it is wider than the screen, the widest columns shrink and their text wraps, so that
 * nothing is cut off. A cell may have several lines.
 *
 * @param columns width of the screen in characters
 */
export function tableText(head: string[], rows: string[][], columns: number): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => longestLine(row[at] ?? ""))));
  shrink(widths, columns - gap * (head.length - 1));
  const text = table(all, {
    border: getBorderCharacters("void"),
    columnDefault: { paddingLeft: 0, paddingRight: gap, wrapWord: false, verticalAlignment: "top" },
    columns: widths.map((width) => ({ width })),
    drawHorizontalLine: () => false,
  });
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
}

const longestLine = (text: string) =>
  Math.max(
    1,
    ...stripVTControlCharacters(text)
      .split("\n")
      .map((line) => line.length),
  );

function shrink(widths: number[], room: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) return;
    widths[widths.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
}
