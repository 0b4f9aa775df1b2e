import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { shortTime } from "../../output/time";
import type { SessionView } from "../api";
import type { ShownView, Step } from "../views/shown";
import { useLive } from "./client";
import { ApprovalText, Decide } from "./decide";
import { AwsLink, Breakable, DecisionText, Loaded, ResourcePairs, Sections, Status, Texts, Time } from "./parts";
import { Release } from "./release";

/** Everything about an incident: what happened last, what to do, and how it came. */
export function Show({ id, session }: { id: string; session: SessionView }) {
  const live = useLive<ShownView>(`/api/show?${new URLSearchParams({ id })}`);
  return <Loaded live={live}>{(shown) => <Shown shown={shown} session={session} />}</Loaded>;
}

const Shown = ({ shown, session }: { shown: ShownView; session: SessionView }) => (
  <SpaceBetween size="l">
    <Header
      variant="h1"
      description={
        <Breakable text={[shown.type, shown.severity && `severity ${shown.severity}`].filter(Boolean).join(", ")} />
      }
      actions={shown.link && <AwsLink href={shown.link}>Finding in the AWS console</AwsLink>}
    >
      {shown.title}
    </Header>
    {shown.last && (
      <Container header={<Header variant="h2">What happened last</Header>}>
        <DecisionText decision={shown.last} />
      </Container>
    )}
    {shown.approval && (
      <Container
        header={
          <Header variant="h2" actions={<Decide approval={shown.approval} session={session} />}>
            It waits for approval
          </Header>
        }
      >
        <ApprovalText approval={shown.approval} />
      </Container>
    )}
    {shown.held.map((held) => (
      <Container
        key={held.id}
        header={
          <Header
            variant="h2"
            actions={<Release held={held} session={session} />}
            description={
              held.releasable ? "A release gives back what the containment took." : "You may not release it."
            }
          >
            Contained by {held.response}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Status tone={held.tone}>{held.status}</Status>
          {held.asked && <Status tone="warn">{held.asked}</Status>}
          <ResourcePairs resource={held.resource} tags={[]} />
          <Sections
            sections={[
              {
                title: "Held by",
                items: held.holds.map(
                  ({ type, finding, since }) => `${type}, finding ${finding}, since ${shortTime(since)}`,
                ),
              },
              ...(held.remains.length > 0 ? [{ title: "Residual risk", items: held.remains }] : []),
            ]}
          />
          <ExpandableSection headerText="Prior state">
            <Texts items={held.priorState} />
          </ExpandableSection>
        </SpaceBetween>
      </Container>
    ))}
    <Container header={<Header variant="h2">Timeline (UTC)</Header>}>
      <Timeline steps={shown.timeline} />
    </Container>
    {shown.commands.length > 0 && (
      <ExpandableSection variant="container" headerText="The same on the command line">
        <SpaceBetween size="xs">
          {shown.commands.map((command) => (
            <Box key={command} variant="code">
              {command}
            </Box>
          ))}
        </SpaceBetween>
      </ExpandableSection>
    )}
  </SpaceBetween>
);

const Timeline = ({ steps }: { steps: Step[] }) => (
  <ol className="timeline">
    {steps.map((step, at) => (
      // Steps are only added at the end.
      // biome-ignore lint/suspicious/noArrayIndexKey: a step has no id of its own
      <li key={at}>
        <Time at={step.at} /> <Status tone={step.tone}>{step.title}</Status>
        {step.texts.map((text) => (
          <Box key={text} variant="p">
            {text}
          </Box>
        ))}
        {step.link && <AwsLink href={step.link}>See the finding in the AWS console</AwsLink>}
        <Sections sections={step.sections} />
      </li>
    ))}
  </ol>
);
