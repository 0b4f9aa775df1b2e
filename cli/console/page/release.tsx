import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";
import type { ReleasePlanView, SessionView } from "../api";
import type { HeldView } from "../views/held";
import { ActDialog } from "./act";
import { write } from "./client";
import { useOpenDialog } from "./dialogs";
import { ResourcePairs, Sections } from "./parts";

/** Releases a containment, after its preview was shown. */
export function Release({ held, session }: { held: HeldView; session: SessionView }) {
  const openDialog = useOpenDialog();
  if (!held.releasable) return null;
  return (
    <Button
      onClick={() => openDialog((close) => <ReleaseDialog held={held} session={session} close={close} />)}
      ariaLabel={`Release ${held.resource.id}`}
    >
      Release
    </Button>
  );
}

const all = "all";

function ReleaseDialog({ held, session, close }: { held: HeldView; session: SessionView; close(): void }) {
  const [finding, setFinding] = useState(all);
  const [plan, setPlan] = useState<ReleasePlanView>();
  const [fault, setFault] = useState<string>();
  const given = { id: held.id, ...(finding !== all && { finding }) };
  const asked = JSON.stringify(given);
  useEffect(() => {
    let ended = false;
    setPlan(undefined);
    setFault(undefined);
    write<ReleasePlanView>(session, "/api/plan/release", JSON.parse(asked)).then(
      (found) => !ended && setPlan(found),
      (error: Error) => !ended && setFault(error.message),
    );
    return () => {
      ended = true;
    };
  }, [asked, session]);
  return (
    <ActDialog
      session={session}
      title={`Release ${held.response} of ${held.resource.id}`}
      choices={[{ label: "Release", action: "release", given, primary: true }]}
      ready={plan !== undefined}
      close={close}
    >
      <SpaceBetween size="m">
        <ResourcePairs resource={held.resource} tags={[]} />
        {held.holds.length > 1 && (
          <FormField label="Release">
            <RadioGroup
              value={finding}
              onChange={({ detail }) => setFinding(detail.value)}
              items={[
                { value: all, label: "The whole containment" },
                ...held.holds.map((hold) => ({
                  value: hold.finding,
                  label: `Only the hold of ${hold.finding}`,
                  description: hold.type,
                })),
              ]}
            />
          </FormField>
        )}
        <div aria-live="polite">
          {fault ? (
            <Alert type="error" header="There is no preview">
              {fault}
            </Alert>
          ) : plan ? (
            <SpaceBetween size="s">
              {plan.text && <Alert type="info">{plan.text}</Alert>}
              <Sections sections={plan.sections} />
            </SpaceBetween>
          ) : (
            <StatusIndicator type="loading">Planning the release</StatusIndicator>
          )}
        </div>
      </SpaceBetween>
    </ActDialog>
  );
}
