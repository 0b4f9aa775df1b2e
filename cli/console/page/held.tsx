import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { age } from "../../output/time";
import type { SessionView } from "../api";
import type { HeldView } from "../views/held";
import type { NowView } from "../views/now";
import { hrefOf } from "./client";
import { List } from "./list";
import { Breakable, ResourceText, Status, Waiting, Whole } from "./parts";
import { Release } from "./release";

/** What is contained now, the oldest first. */
export function Held({ now, session }: { now: NowView | undefined; session: SessionView }) {
  if (!now) return <Waiting />;
  return (
    <HeldTable
      held={now.held}
      session={session}
      header={
        <Header variant="h1" counter={`(${now.held.length})`} description="The oldest first, regardless of age.">
          Contained now
        </Header>
      }
    />
  );
}

interface Props {
  held: HeldView[];
  session: SessionView;
  header: React.ReactElement;
}

export const HeldTable = ({ held, session, header }: Props) => (
  <List
    label="Contained now"
    items={held}
    keyOf={(row) => row.id}
    header={header}
    empty="Nothing is contained."
    columns={[
      {
        id: "resource",
        header: "Resource",
        cell: (row) => <ResourceText resource={row.resource} />,
      },
      {
        id: "status",
        header: "Status",
        minWidth: 140,
        cell: (row) => (
          <>
            <Status tone={row.tone}>{row.status}</Status>
            <Box variant="small" display="block">
              for {age(row.since, new Date())}, by {row.response}
            </Box>
            {row.asked && <Status tone="warn">{row.asked}</Status>}
          </>
        ),
      },
      {
        id: "severity",
        header: "Severity",
        cell: (row) => <Whole text={row.severity ?? "not known"} />,
      },
      {
        id: "holds",
        header: "Held by",
        minWidth: 160,
        cell: (row) => <Breakable text={[...new Set(row.holds.map((hold) => hold.type))].join(", ")} />,
      },
      {
        id: "why",
        header: "Why, and give back",
        minWidth: 200,
        cell: (row) => (
          <SpaceBetween direction="horizontal" size="s" alignItems="center">
            <Link href={hrefOf("show", { id: row.id })} ariaLabel={`Details of ${row.resource.id}`}>
              Details
            </Link>
            <Release held={row} session={session} />
          </SpaceBetween>
        ),
      },
    ]}
  />
);
