import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SessionView } from "../api";
import type { NowView } from "../views/now";
import { ApprovalText, Decide } from "./decide";
import { Waiting } from "./parts";

interface Props {
  now: NowView | undefined;
  session: SessionView;
  /** Of the heading. */
  level?: "h1" | "h2";
}

/** The requests that wait, each with its plan. */
export function Approvals({ now, session, level = "h1" }: Props) {
  if (!now) return <Waiting />;
  return (
    <SpaceBetween size="l">
      <Header
        variant={level}
        counter={`(${now.approvals.length})`}
        description="A request that is not approved in time expires, and nothing is changed."
      >
        Approvals
      </Header>
      {now.approvals.length === 0 && <Box variant="p">Nothing waits for approval.</Box>}
      {now.approvals.map((approval) => (
        <Container
          key={approval.id}
          header={
            <Header variant={level === "h1" ? "h2" : "h3"} actions={<Decide approval={approval} session={session} />}>
              {approval.response} of {approval.resource.id}
            </Header>
          }
        >
          <ApprovalText approval={approval} />
        </Container>
      ))}
    </SpaceBetween>
  );
}
