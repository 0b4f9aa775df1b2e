import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SessionView } from "../api";
import type { NowView } from "../views/now";
import { Approvals } from "./approvals";
import { HeldTable } from "./held";
import { IncidentTable } from "./incidentTable";
import { Status, Waiting } from "./parts";

/** What needs the user now: what failed or is open, what waits, and what is contained. */
export function Now({ now, session }: { now: NowView | undefined; session: SessionView }) {
  if (!now) return <Waiting />;
  const asked = now.held.filter((held) => held.asked).length;
  const quiet = now.incidents.length + now.approvals.length + now.exceptions.length + asked === 0;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={<Button href="#/incidents">All incidents</Button>}>
        What needs you now
      </Header>
      {quiet && (
        <Container>
          <Status tone="good">Nothing needs a person: nothing failed in the last 7 days, and nothing waits.</Status>
        </Container>
      )}
      {now.incidents.length > 0 && (
        <IncidentTable
          rows={now.incidents}
          empty=""
          header={
            <Header
              variant="h2"
              counter={`(${now.incidents.length})`}
              description="Failed, partly contained, refused or not ended in the last 7 days. Open one to see why and what to do."
            >
              Not contained, or only in part
            </Header>
          }
        />
      )}
      {now.approvals.length > 0 && <Approvals now={now} session={session} level="h2" />}
      {now.exceptions.length > 0 && (
        <Container header={<Header variant="h2">Exceptions</Header>}>
          {now.exceptions.map((text) => (
            <Box key={text} variant="p">
              <Link href="#/exceptions">{text}</Link>
            </Box>
          ))}
        </Container>
      )}
      <HeldTable
        held={now.held}
        session={session}
        header={
          <Header variant="h2" counter={`(${now.held.length})`} description="The oldest first.">
            Contained now
          </Header>
        }
      />
    </SpaceBetween>
  );
}
