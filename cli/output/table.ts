import stringWidth from "string-width";
import type { World } from "../world";

/** A cell: its text, and how it is painted. */
export type Cell = string | { text: string; paint(text: string): string };

/** Blanks between two columns. */
const gap = "  ";

/** What stands before a line below its row. */
const indent = "    ";

/** A column of text wraps only if it keeps this width. */
const comfortable = 40;

/**
 * A table. In a terminal it fits the width, and only blanks end a line: an id, an account or a word stays whole. The most
 * important columns come first; those for which there is no room stand below their row, with their heading. Where standard output is no terminal, each row is one
 * line whose fields are separated by tabs.
 */
export function tableText(
  { terminal, columns }: Pick<World, "terminal" | "columns">,
  head: string[],
  rows: Cell[][],
): string {
  if (!terminal) return [head, ...rows].map((row) => row.map(fieldOf).join("\t")).join("\n");
  const all = head.map((heading, at) => columnOf(rows, heading, at, columns));
  const beside = fitting(all, columns);
  const below = all.filter((column) => !beside.includes(column));
  share(beside, columns);
  const lines = [
    beside.map(({ heading, width }) => padded(heading, width)).join(gap),
    ...rows.flatMap((row) => [
      ...besideText(
        row,
        beside.map(({ at, width }) => ({ at, width })),
      ),
      ...belowText(
        below.map(({ heading, at }) => ({ heading, text: textOf(row[at] ?? "") })),
        columns,
      ),
    ]),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

interface Column {
  heading: string;
  at: number;
  /** Its width without a line break. */
  natural: number;
  /** The least width that breaks no word. */
  least: number;
  width: number;
}

const textOf = (cell: Cell): string => (typeof cell === "string" ? cell : cell.text);

const fieldOf = (cell: Cell): string => textOf(cell).replaceAll("\t", " ").split("\n").filter(Boolean).join("; ");

function columnOf(rows: Cell[][], heading: string, at: number, columns: number): Column {
  const texts = [heading, ...rows.map((row) => textOf(row[at] ?? ""))];
  const widest = (parts: string[]) => Math.max(1, ...parts.map((part) => stringWidth(part)));
  const natural = widest(texts.flatMap((text) => text.split("\n")));
  const word = widest(texts.flatMap((text) => text.split(/\s/)));
  return { heading, at, natural, least: Math.max(word, Math.min(natural, comfortable, columns)), width: natural };
}

/** The columns for which there is room beside each other, in their order, which is that of their importance. */
function fitting(all: Column[], columns: number): Column[] {
  let room = columns + gap.length;
  return all.filter(({ least }, at) => {
    if (at > 0 && least + gap.length > room) return false;
    room -= least + gap.length;
    return true;
  });
}

/** Takes width from the widest columns whose text can wrap, until the row fits. */
function share(beside: Column[], columns: number): void {
  let excess = beside.reduce((sum, { width }) => sum + width, gap.length * (beside.length - 1)) - columns;
  while (excess > 0) {
    const able = beside.filter(({ width, least }) => width > least).sort((left, right) => right.width - left.width);
    if (!able[0]) return;
    able[0].width -= 1;
    excess -= 1;
  }
}

function besideText(row: Cell[], columns: { at: number; width: number }[]): string[] {
  const cells = columns.map(({ at, width }) => wrapped(textOf(row[at] ?? ""), width));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ at, width }, column) => {
        const text = cells[column]![line] ?? "";
        const cell = row[at] ?? "";
        const painted = typeof cell === "string" || text === "" ? text : cell.paint(text);
        return painted + " ".repeat(Math.max(0, width - stringWidth(text)));
      })
      .join(gap),
  );
}

function belowText(fields: { heading: string; text: string }[], columns: number): string[] {
  const lines: string[] = [];
  const room = columns - indent.length;
  for (const { heading, text } of fields) {
    if (text === "") continue;
    const [first = "", ...more] = wrapped(`${heading.toLowerCase()} ${text}`, room);
    const last = lines.at(-1);
    if (last !== undefined && more.length === 0 && stringWidth(last) + gap.length + stringWidth(first) <= room) {
      lines[lines.length - 1] = `${last}${gap}${first}`;
    } else lines.push(first, ...more);
  }
  return lines.map((line) => indent + line);
}

const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - stringWidth(text)));

/** A text in lines that end at blanks. A word that is longer than the width has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    if (stringWidth(line) <= width) return [line];
    const lines: string[] = [];
    for (const word of line.split(/ +/)) {
      const last = lines.at(-1);
      if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= width)
        lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}
