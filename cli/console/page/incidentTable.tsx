import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import type { ReactElement, ReactNode } from "react";
import type { IncidentRow } from "../views/incidents";
import { hrefOf } from "./client";
import { List } from "./list";
import { Breakable, ResourceText, Status, Time, Whole } from "./parts";

interface Props {
  rows: IncidentRow[];
  header: ReactElement;
  filter?: ReactNode;
  pagination?: ReactNode;
  empty: string;
}

/** Incidents, each with a link to everything about it. */
export const IncidentTable = ({ rows, header, filter, pagination, empty }: Props) => (
  <List
    label="Incidents"
    items={rows}
    keyOf={(row) => row.key}
    header={header}
    filter={filter}
    pagination={pagination}
    empty={empty}
    columns={[
      {
        id: "title",
        header: "Incident",
        minWidth: 200,
        cell: (row) => (
          <>
            <Link href={hrefOf("show", { id: row.id })}>{row.title}</Link>
            <Box variant="small" display="block">
              <Breakable text={row.type} />
            </Box>
          </>
        ),
      },
      {
        id: "outcome",
        header: "Outcome",
        minWidth: 180,
        cell: (row) => (
          <>
            <Status tone={row.tone}>{row.outcome}</Status>
            <Box variant="small" display="block">
              {row.reason}
            </Box>
          </>
        ),
      },
      {
        id: "severity",
        header: "Severity",
        cell: (row) => <Whole text={row.severity ?? "not known"} />,
      },
      {
        id: "resource",
        header: "Resource",
        cell: (row) =>
          row.resource ? (
            <ResourceText resource={row.resource} />
          ) : (
            [row.account, row.region].filter(Boolean).join(", ")
          ),
      },
      {
        id: "response",
        header: "Response",
        cell: (row) => (
          <>
            <Whole text={row.response} />
            <Box variant="small" display="block">
              <Time at={row.at} />
            </Box>
          </>
        ),
      },
    ]}
  />
);
