import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { IncidentPage } from "../views/incidents";
import { hrefOf, useLive } from "./client";
import { IncidentTable } from "./incidentTable";
import { Loaded } from "./parts";

type Pair = [value: string, text: string];

const times: Pair[] = [
  ["24h", "24 hours"],
  ["7d", "7 days"],
  ["4w", "4 weeks"],
  ["13w", "13 weeks"],
];
const bands: Pair[] = ["critical", "high", "medium", "low"].map((band) => [band, band]);

/** All incidents, with a search and filters that the address keeps. */
export function Incidents({ query, replace }: { query: URLSearchParams; replace(href: string): void }) {
  const live = useLive<IncidentPage>(`/api/incidents?${query}`);
  const values = Object.fromEntries(query);
  const set = (change: Record<string, string | undefined>) =>
    replace(hrefOf("incidents", { ...values, page: undefined, ...change }));
  const filter = (name: string, label: string, pairs: Pair[], any = "any") => (
    <Filter
      key={name}
      label={label}
      value={values[name] ?? ""}
      pairs={pairs}
      any={any}
      set={(value) => set({ [name]: value })}
    />
  );
  return (
    <Loaded live={live}>
      {({ rows, page, pages, found, all, choices }) => (
        <IncidentTable
          rows={rows}
          empty={all === 0 ? "There are no incidents in this time." : `The filters leave none of ${all} incidents.`}
          header={
            <Header variant="h1" counter={found === all ? `(${all})` : `(${found}/${all})`}>
              Incidents
            </Header>
          }
          filter={
            <SpaceBetween size="s">
              <TextFilter
                filteringText={values["text"] ?? ""}
                filteringPlaceholder="Title, type, resource, account, finding, reason"
                filteringAriaLabel="Search incidents"
                onChange={({ detail }) => set({ text: detail.filteringText })}
              />
              <SpaceBetween direction="horizontal" size="s">
                <Filter
                  label="Time"
                  value={values["since"] ?? "7d"}
                  pairs={times}
                  set={(value) => set({ since: value })}
                />
                {filter("needs", "Shown", [["action", "need a person"]], "all")}
                {filter("severity", "Severity", bands)}
                {filter("outcome", "Outcome", choices.outcomes)}
                {filter("account", "Account", choices.accounts)}
                {filter(
                  "response",
                  "Response",
                  choices.responses.map((name) => [name, name]),
                )}
              </SpaceBetween>
            </SpaceBetween>
          }
          pagination={
            <Pagination
              currentPageIndex={page}
              pagesCount={pages}
              onChange={({ detail }) => set({ page: String(detail.currentPageIndex) })}
            />
          }
        />
      )}
    </Loaded>
  );
}

interface FilterProps {
  label: string;
  value: string;
  pairs: Pair[];
  /** The words for no filter, if it can be left out. */
  any?: string;
  set(value: string | undefined): void;
}

function Filter({ label, value, pairs, any, set }: FilterProps) {
  const options = [...(any ? [["", any] as Pair] : []), ...pairs].map(([one, text]) => ({ value: one, label: text }));
  const selected = options.find((option) => option.value === value) ?? { value, label: value };
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <Select
        ariaLabel={label}
        options={options}
        selectedOption={selected}
        onChange={({ detail }) => set(detail.selectedOption.value || undefined)}
      />
    </div>
  );
}
