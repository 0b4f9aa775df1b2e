import { html, type Markup, type Part } from "./markup";

/** A table for people. The first column names its row. */
export interface Table {
  /** The table's id on the page; the caption's id is derived from it. */
  id: string;
  caption: Part;
  head: Part[];
  rows: Part[][];
  /** A last row with totals. */
  foot?: Part[];
}

/**
 * A table of numbers. A wide table scrolls in its own region, which the keyboard can reach, so that the page itself
 * never scrolls sideways.
 */
export const numbersTable = (table: Table): Markup =>
  html`<div class="scroll" role="region" aria-labelledby="${table.id}-caption" tabindex="0">${element("numbers", table)}</div>`;

/** A table of texts. */
export const textTable = (table: Table): Markup => element("texts", table);

/**
 * On a narrow screen each row becomes a block with the names of its columns. The roles keep it a table for screen
 * readers, because a change of `display` removes the table semantics.
 */
const element = (name: string, { id, caption, head, rows, foot }: Table) =>
  html`<table class="${name}" role="table" aria-labelledby="${id}-caption">
<caption id="${id}-caption">${caption}</caption>
<thead role="rowgroup"><tr role="row">${head.map((cell) => html`<th role="columnheader" scope="col">${cell}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => rowElement(head, row))}</tbody>
${foot && html`<tfoot role="rowgroup">${rowElement(head, foot)}</tfoot>`}
</table>`;

const rowElement = (head: Part[], [name, ...cells]: Part[]) =>
  html`<tr role="row"><th role="rowheader" scope="row">${name}</th>${cells.map(
    (cell, at) =>
      html`<td role="cell"${cell === 0 && html` class="none"`}><span class="column" aria-hidden="true">${head[at + 1]}</span><div>${cell}</div></td>`,
  )}</tr>\n`;
