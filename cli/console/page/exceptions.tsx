import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SessionView } from "../api";
import type { End, ExceptionsView, ExceptionView } from "../views/exceptions";
import { ActDialog } from "./act";
import { hrefOf, useLive } from "./client";
import { type MakeDialog, useOpenDialog } from "./dialogs";
import { Grant } from "./grant";
import { List } from "./list";
import { Breakable, Loaded, ResourceText, Status, Whole } from "./parts";

const EndText = ({ end }: { end: End }) => (
  <Status tone={end.tone}>
    {end.words}
    {end.until ? ` until ${end.until}` : ""}
  </Status>
);

/** Granted exceptions, and what they keep from containment. */
export function Exceptions({ session }: { session: SessionView }) {
  const live = useLive<ExceptionsView>("/api/exceptions");
  const openDialog = useOpenDialog();
  return (
    <Loaded live={live}>
      {({ granted, exemptions, may }) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            actions={
              may.grant && (
                <Button onClick={() => openDialog((close) => <Grant session={session} close={close} />)}>
                  Grant an exception
                </Button>
              )
            }
            description={may.grant ? undefined : "Only approvers grant exceptions."}
          >
            Exceptions
          </Header>
          <List
            label="Granted exceptions"
            items={granted}
            keyOf={(row) => row.arn}
            header={
              <Header variant="h2" counter={`(${granted.length})`}>
                Granted
              </Header>
            }
            empty="There are no granted exceptions."
            columns={[
              {
                id: "resource",
                header: "Resource",
                minWidth: 160,
                cell: (row) => (
                  <>
                    {row.resource}
                    <Box variant="small" display="block">
                      {row.kind} in <Whole text={row.account} />, <Whole text={row.region} />
                    </Box>
                  </>
                ),
              },
              { id: "end", header: "End", minWidth: 140, cell: (row) => <EndText end={row.end} /> },
              { id: "from", header: "Exempt from", minWidth: 120, cell: (row) => row.responses.join(", ") },
              {
                id: "owner",
                header: "Owner and reference",
                minWidth: 140,
                cell: (row) => (
                  <>
                    <Breakable text={row.owner} />
                    <Box variant="small" display="block">
                      {row.reference}
                    </Box>
                  </>
                ),
              },
              { id: "by", header: "Granted by", minWidth: 160, cell: (row) => <Breakable text={row.grantedBy} /> },
              {
                id: "revoke",
                header: "Revoke",
                cell: (row) =>
                  may.revoke && (
                    <Button
                      wrapText={false}
                      onClick={() => openDialog(revoke(session, row))}
                      ariaLabel={`Revoke the exception of ${row.resource}`}
                    >
                      Revoke
                    </Button>
                  ),
              },
            ]}
          />
          <List
            label="Exempt findings"
            items={exemptions}
            keyOf={(row) => row.key}
            header={
              <Header variant="h2" counter={`(${exemptions.length})`}>
                Findings that an exception exempts from containment
              </Header>
            }
            empty="Nothing is exempt."
            columns={[
              {
                id: "resource",
                header: "Resource",
                minWidth: 130,
                cell: (row) => <ResourceText resource={row.resource} />,
              },
              { id: "end", header: "End", minWidth: 110, cell: (row) => <EndText end={row.end} /> },
              { id: "severity", header: "Severity", cell: (row) => <Whole text={row.severity} /> },
              { id: "response", header: "Exempt from", cell: (row) => row.response },
              {
                id: "finding",
                header: "Finding",
                minWidth: 130,
                cell: (row) => <Link href={hrefOf("show", { id: row.finding })}>{row.title}</Link>,
              },
              { id: "why", header: "Why", minWidth: 130, cell: (row) => <Breakable text={row.reason} /> },
            ]}
          />
        </SpaceBetween>
      )}
    </Loaded>
  );
}

const revoke =
  (session: SessionView, { arn, resource }: ExceptionView): MakeDialog =>
  (close) => (
    <ActDialog
      session={session}
      title={`Revoke the exception of ${resource}`}
      choices={[{ label: "Revoke", action: "revoke", given: { arn }, primary: true }]}
      close={close}
    >
      <Box variant="p">{arn} will be contained again if a finding says so.</Box>
    </ActDialog>
  );
