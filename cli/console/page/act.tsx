import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ActionResult } from "../actions";
import type { SessionView } from "../api";
import { write } from "./client";
import { DecisionText, Texts } from "./parts";

/** One way to end a dialog: an action with what it is given besides the reason. */
export interface Choice {
  label: string;
  action: string;
  given: object;
  primary?: boolean;
}

interface DialogProps {
  session: SessionView;
  title: string;
  choices: Choice[];
  /** Whether the action takes a reason. */
  reason?: boolean;
  /** Whether what is given is complete. */
  ready?: boolean;
  children: ReactNode;
  close(): void;
}

/** Shows what an action would do, asks for the reason, and then shows how it ended. */
export function ActDialog({ session, title, choices, reason = true, ready = true, children, close }: DialogProps) {
  const [why, setWhy] = useState("");
  const [working, setWorking] = useState<string>();
  const [fault, setFault] = useState<string>();
  const [result, setResult] = useState<ActionResult>();
  const act = async ({ action, given, label }: Choice) => {
    if (reason && why.trim() === "") return setFault("Give the reason. It goes into the journal.");
    setFault(undefined);
    setWorking(label);
    try {
      setResult(await write(session, `/api/act/${action}`, { ...given, ...(reason && { reason: why }) }));
    } catch (error) {
      setFault((error as Error).message);
    } finally {
      setWorking(undefined);
    }
  };
  return (
    <Modal
      visible
      size="large"
      header={title}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={result ? "primary" : "link"} onClick={close}>
              {result ? "Close" : "Cancel"}
            </Button>
            {!result &&
              choices.map((choice) => (
                <Button
                  key={choice.label}
                  variant={choice.primary ? "primary" : "normal"}
                  loading={working === choice.label}
                  disabled={!ready || (working !== undefined && working !== choice.label)}
                  onClick={() => void act(choice)}
                >
                  {choice.label}
                </Button>
              ))}
          </SpaceBetween>
        </Box>
      }
    >
      {result ? (
        <Result result={result} />
      ) : (
        <SpaceBetween size="m">
          {children}
          {reason && (
            <FormField label="Reason" description="Recorded in the journal, with your name.">
              <Textarea value={why} onChange={({ detail }) => setWhy(detail.value)} rows={2} />
            </FormField>
          )}
          <div aria-live="assertive">{fault && <Alert type="error">{fault}</Alert>}</div>
        </SpaceBetween>
      )}
    </Modal>
  );
}

/** How an action ended. It takes the focus, which was on a button that is gone. */
function Result({ result }: { result: ActionResult }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="result">
      <SpaceBetween size="m">
        <Alert type={result.done ? "success" : "error"} header={result.done ? "Done" : "Not done"}>
          {result.says.length > 0 && <Texts items={result.says} />}
        </Alert>
        {result.decision && <DecisionText decision={result.decision} />}
      </SpaceBetween>
    </div>
  );
}
