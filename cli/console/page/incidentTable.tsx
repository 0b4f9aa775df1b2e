import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import Table from "@cloudscape-design/components/table";
import type { ReactElement, ReactNode } from "react";
import type { IncidentRow } from "../views/incidents";
import { hrefOf } from "./client";
import { AwsLink, Status, Time } from "./parts";

interface Props {
  rows: IncidentRow[];
  header: ReactElement;
  filter?: ReactNode;
  pagination?: ReactNode;
  empty: string;
}

/** Incidents, each with a link to everything about it. */
export const IncidentTable = ({ rows, header, filter, pagination, empty }: Props) => (
  <Table
    items={rows}
    trackBy="key"
    wrapLines
    header={header}
    filter={filter}
    pagination={pagination}
    empty={<Box textAlign="center">{empty}</Box>}
    ariaLabels={{ tableLabel: "Incidents" }}
    columnDefinitions={[
      {
        id: "title",
        header: "Incident",
        isRowHeader: true,
        minWidth: 260,
        cell: (row) => (
          <>
            <Link href={hrefOf("show", { id: row.id })}>{row.title}</Link>
            <Box variant="small" display="block">
              {row.type}
            </Box>
          </>
        ),
      },
      {
        id: "outcome",
        header: "Outcome",
        minWidth: 150,
        cell: (row) => <Status tone={row.tone}>{row.outcome}</Status>,
      },
      { id: "severity", header: "Severity", cell: (row) => row.severity ?? "not known" },
      {
        id: "resource",
        header: "Resource",
        minWidth: 180,
        cell: (row) => (row.resource ? <AwsLink href={row.resource.link}>{row.resource.id}</AwsLink> : "none"),
      },
      { id: "account", header: "Account", minWidth: 140, cell: (row) => `${row.account}, ${row.region}` },
      { id: "response", header: "Response", cell: (row) => row.response },
      { id: "at", header: "Last (UTC)", minWidth: 120, cell: (row) => <Time at={row.at} /> },
      { id: "reason", header: "Why", minWidth: 240, cell: (row) => row.reason },
    ]}
  />
);
