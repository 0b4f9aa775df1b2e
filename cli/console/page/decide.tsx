import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SessionView } from "../api";
import type { ApprovalView } from "../views/approvals";
import { ActDialog } from "./act";
import { type MakeDialog, useOpenDialog } from "./dialogs";
import { AwsLink, Breakable, ResourcePairs, Sections, Time } from "./parts";

/** What a person has to know to decide about a request. */
export const ApprovalText = ({ approval }: { approval: ApprovalView }) => (
  <SpaceBetween size="m">
    <KeyValuePairs
      columns={2}
      items={[
        { label: "Finding", value: <AwsLink href={approval.link}>{approval.title}</AwsLink> },
        {
          label: "Type and severity",
          value: <Breakable text={`${approval.type}, severity ${approval.severity}`} />,
        },
        { label: "Why it waits", value: approval.reason },
        {
          label: "Requested, expires (UTC)",
          value: (
            <>
              <Time at={approval.askedAt} />, <Time at={approval.expiresAt} />
            </>
          ),
        },
        ...(approval.askedBy ? [{ label: "Requested by", value: approval.askedBy }] : []),
      ]}
    />
    <ResourcePairs resource={approval.resource} tags={approval.tags} />
    <Sections sections={approval.sections} />
  </SpaceBetween>
);

/** Decides about a request, after its plan was shown; or says why the person may not. */
export function Decide({ approval, session }: { approval: ApprovalView; session: SessionView }) {
  const openDialog = useOpenDialog();
  if (approval.decidable !== true) return <>{approval.decidable}</>;
  const given = { id: approval.id };
  const dialog: MakeDialog = (close) => (
    <ActDialog
      session={session}
      title={`${approval.response} of ${approval.resource.id}`}
      choices={[
        { label: "Decline", action: "decline", given },
        { label: "Approve", action: "approve", given, primary: true },
      ]}
      close={close}
    >
      <ApprovalText approval={approval} />
    </ActDialog>
  );
  return (
    <Button
      onClick={() => openDialog(dialog)}
      ariaLabel={`Decide about ${approval.response} of ${approval.resource.id}`}
    >
      Decide
    </Button>
  );
}
