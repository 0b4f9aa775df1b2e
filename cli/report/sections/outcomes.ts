import type { Incident } from "../incidents";
import { html, type Markup } from "../markup";
import { type OutcomeTable, outcomesBy } from "../outcomes";
import { numbersTable } from "../table";
import { outcomeWords } from "../words";

/** The outcomes of incidents, by response, by account and by type of finding. */
export function outcomesSection(incidents: Incident[]): Markup {
  return html`<section aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>
${
  incidents.length === 0
    ? html`<p>No incidents in this time range.</p>`
    : [
        table(
          "response",
          "Response",
          outcomesBy(incidents, ({ response }) => response),
        ),
        table(
          "account",
          "Account",
          outcomesBy(incidents, ({ account }) => account || "unknown"),
        ),
        table(
          "type",
          "Type of finding",
          outcomesBy(incidents, ({ about }) => about?.type ?? "unknown"),
        ),
      ]
}
</section>`;
}

function table(id: string, name: string, { outcomes, rows, totals }: OutcomeTable): Markup {
  const sum = totals.reduce((all, count) => all + count, 0);
  return numbersTable({
    id: `outcomes-${id}`,
    caption: `Outcomes by ${name.toLowerCase()}`,
    head: [name, ...outcomes.map(outcomeWords), "All"],
    rows: rows.map((row) => [row.name, ...row.counts, row.total]),
    ...(rows.length > 1 && { foot: ["All", ...totals, sum] }),
  });
}
