import { html, type Markup, type Part } from "./markup";

/** A table for people. The first column names its row. */
export interface Table {
  /** Within the page; the caption has an id made from it. */
  id: string;
  caption: Part;
  head: Part[];
  rows: Part[][];
  /** A last row that sums up. */
  foot?: Part[];
}

/**
 * A table of numbers. What does not fit scrolls within its own region, which the keyboard reaches, so that the page itself
 * never has to be moved sideways.
 */
export const numbersTable = (table: Table): Markup =>
  html`<div class="scroll" role="region" aria-labelledby="${table.id}-caption" tabindex="0">${element("numbers", table)}</div>`;

/** A table of texts. */
export const textTable = (table: Table): Markup => element("texts", table);

/**
 * On a narrow screen each row becomes a block with the names of its columns; the roles say that it is a table still,
 * because a change of `display` takes that away from screen readers.
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
