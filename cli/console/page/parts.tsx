import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { Fragment, type ReactNode } from "react";
import { shortTime } from "../../output/time";
import type { Tone } from "../../report/words";
import type { DecisionView } from "../views/decision";
import type { Resource } from "../views/resource";
import type { Section } from "../views/section";
import type { Live } from "./client";

const types: Record<Tone, StatusIndicatorProps.Type> = {
  good: "success",
  warn: "warning",
  bad: "error",
  exempt: "info",
  quiet: "stopped",
};

/** Words with the sign and colour of their tone. */
export const Status = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <StatusIndicator type={types[tone]}>
    <span className="words">{children}</span>
  </StatusIndicator>
);

/** A finding type or an ARN, which has no blanks: it breaks after its marks and never within a word. */
export const Breakable = ({ text }: { text: string }) =>
  text.split(/(?<=[:/.@_-])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ));

/** Ids are copied and compared: they stay on one line, unless they are too long for a phone. */
export const Whole = ({ text }: { text: string }) => (
  <span className={text.length <= longestWhole ? "whole" : undefined}>{text}</span>
);

/** In characters. */
const longestWhole = 30;

/** A time to the second, in UTC. */
export const Time = ({ at }: { at: string }) => (
  <time dateTime={at} className="whole">
    {shortTime(at)}
  </time>
);

/** Texts below their heading. */
export const Sections = ({ sections }: { sections: Section[] }) => (
  <SpaceBetween size="xs">
    {sections.map(({ title, items }) => (
      <div key={title}>
        <Box variant="awsui-key-label">{title}</Box>
        <Texts items={items} />
      </div>
    ))}
  </SpaceBetween>
);

/** A list of texts. */
export const Texts = ({ items }: { items: string[] }) => (
  <ul className="texts">
    {items.map((item) => (
      <li key={item}>
        <Breakable text={item} />
      </li>
    ))}
  </ul>
);

/** A link into the AWS console, which opens in another tab. */
export const AwsLink = ({ href, children }: { href: string | undefined; children: ReactNode }) =>
  href ? (
    <Link href={href} external externalIconAriaLabel="Opens the AWS console in a new tab">
      {children}
    </Link>
  ) : (
    children
  );

/** A resource with its place. */
export const ResourceText = ({ resource }: { resource: Resource }) => (
  <>
    <AwsLink href={resource.link}>
      <Whole text={resource.id} />
    </AwsLink>
    <Box variant="small" display="block">
      {resource.kind} in <Whole text={resource.account} />, <Whole text={resource.region} />
    </Box>
  </>
);

/** What is needed to know what a resource is. */
export const ResourcePairs = ({ resource, tags }: { resource: Resource; tags: [string, string][] }) => (
  <KeyValuePairs
    columns={2}
    items={[
      { label: "Resource", value: <ResourceText resource={resource} /> },
      { label: "ARN", value: <Breakable text={resource.arn} /> },
      ...tags.map(([name, value]) => ({ label: `Tag ${name}`, value })),
    ]}
  />
);

/** A decision or a plan: what it is, what it means and why, then the calls and what remains. */
export const DecisionText = ({ decision }: { decision: DecisionView }) => (
  <SpaceBetween size="s">
    {decision.openNow.length > 0 && (
      <Alert type="error" header="Open now">
        <Texts items={decision.openNow} />
      </Alert>
    )}
    <div>
      <Status tone={decision.tone}>{decision.outcome}</Status>
      <Box variant="p">{decision.meaning}</Box>
      <Box variant="p">Why: {decision.reason}</Box>
    </div>
    {decision.resource && <ResourcePairs resource={decision.resource} tags={decision.tags} />}
    <Sections sections={decision.sections} />
  </SpaceBetween>
);

/** The data of a view once it is there, or what keeps it away. */
export function Loaded<Data>({ live, children }: { live: Live<Data>; children(data: Data): ReactNode }) {
  if (live.data !== undefined)
    return (
      <SpaceBetween size="l">
        {live.error && <Alert type="error">{live.error}</Alert>}
        {children(live.data)}
      </SpaceBetween>
    );
  return live.error ? (
    <Alert type="error">{live.error}</Alert>
  ) : (
    <StatusIndicator type="loading">Reading</StatusIndicator>
  );
}

/** While data is on its way. */
export const Waiting = () => <Spinner size="large" />;
