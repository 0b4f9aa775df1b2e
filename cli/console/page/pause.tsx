import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { SessionView } from "../api";
import type { NowView } from "../views/now";
import { ActDialog } from "./act";
import { Status, Waiting } from "./parts";

/** Whether all responses are paused, and the switch. */
export function Pause({ now, session }: { now: NowView | undefined; session: SessionView }) {
  const [open, setOpen] = useState<"pause" | "resume">();
  const [hours, setHours] = useState("");
  if (!now) return <Waiting />;
  const number = Number(hours);
  const action = now.pause ? "resume" : "pause";
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          now.may.pause && (
            <Button onClick={() => setOpen(action)}>{now.pause ? "Resume" : "Pause all responses"}</Button>
          )
        }
      >
        Pause
      </Header>
      <Container>
        <SpaceBetween size="s">
          <Status tone={now.pause ? "warn" : "good"}>
            {now.pause ?? "Nothing is paused: responses contain as their modes say."}
          </Status>
          <Box variant="p">
            While all responses are paused, findings wait for approval. What is contained stays contained.
          </Box>
          {!now.may.pause && (
            <Box variant="p">Your credentials may not pause. You need the policy in the output operatorPolicy.</Box>
          )}
        </SpaceBetween>
      </Container>
      {open && (
        <ActDialog
          session={session}
          title={open === "pause" ? "Pause all responses" : "Resume"}
          choices={[
            {
              label: open === "pause" ? "Pause" : "Resume",
              action: open,
              given: open === "pause" && hours !== "" ? { hours: number } : {},
              primary: true,
            },
          ]}
          ready={open === "resume" || hours === "" || (number > 0 && number <= 720)}
          close={() => setOpen(undefined)}
        >
          {open === "pause" ? (
            <FormField
              label="Hours"
              description="The pause ends by itself after these hours, at most 720. Leave it empty for no end."
            >
              <Input type="number" value={hours} onChange={({ detail }) => setHours(detail.value)} />
            </FormField>
          ) : (
            <Box variant="p">All responses will contain again.</Box>
          )}
        </ActDialog>
      )}
    </SpaceBetween>
  );
}
