import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ContainPlanView, SessionView } from "../api";
import { ActDialog } from "./act";
import { write } from "./client";
import { DecisionText } from "./parts";

/** Contains a resource without a finding: first the plan, then the act. */
export function Contain({ session }: { session: SessionView }) {
  const { contain } = session.may;
  const [response, setResponse] = useState(contain[0] ?? "");
  const [target, setTarget] = useState({ id: "", account: "", region: "" });
  const [ask, setAsk] = useState(false);
  const [planning, setPlanning] = useState(false);
  const [plan, setPlan] = useState<ContainPlanView>();
  const [fault, setFault] = useState<string>();
  const given = { response, ...Object.fromEntries(Object.entries(target).filter(([, value]) => value !== "")) };
  const makePlan = async () => {
    setFault(undefined);
    setPlanning(true);
    try {
      setPlan(await write<ContainPlanView>(session, "/api/plan/contain", given));
    } catch (error) {
      setFault((error as Error).message);
    } finally {
      setPlanning(false);
    }
  };
  const field = (name: keyof typeof target, label: string, description: string) => (
    <FormField label={label} description={description}>
      <Input value={target[name]} onChange={({ detail }) => setTarget({ ...target, [name]: detail.value.trim() })} />
    </FormField>
  );
  if (contain.length === 0)
    return (
      <>
        <Header variant="h1">Contain by hand</Header>
        <Box variant="p">Your credentials may not contain. You need the policy in the output operatorPolicy.</Box>
      </>
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="The plan comes first: nothing is changed before you have seen it.">
        Contain by hand
      </Header>
      <Container>
        <SpaceBetween size="m">
          <FormField label="Response">
            <Select
              selectedOption={{ value: response, label: response }}
              options={contain.map((name) => ({ value: name, label: name }))}
              onChange={({ detail }) => setResponse(detail.selectedOption.value ?? "")}
            />
          </FormField>
          {field("id", "Resource", "Instance id, group id, bucket name, role/NAME or user/NAME, or the ARN")}
          {field("account", "Account", "Its 12 digits; not needed with an ARN that says it")}
          {field("region", "Region", "Such as eu-west-1; not needed with an ARN that says it")}
          <Checkbox checked={ask} onChange={({ detail }) => setAsk(detail.checked)}>
            Only request it: a second person must approve
          </Checkbox>
          <div aria-live="assertive">{fault && <Alert type="error">{fault}</Alert>}</div>
          <Button loading={planning} disabled={target.id === ""} onClick={() => void makePlan()}>
            Show the plan
          </Button>
        </SpaceBetween>
      </Container>
      {plan && (
        <ActDialog
          session={session}
          title={`${response} of ${target.id}`}
          choices={[
            {
              label: ask ? "Request containment" : "Contain",
              action: "contain",
              given: { ...given, ...(ask && { ask }) },
              primary: true,
            },
          ]}
          close={() => setPlan(undefined)}
        >
          <SpaceBetween size="m">
            {plan.paused && <Alert type="warning">{plan.paused}</Alert>}
            <DecisionText decision={plan.plan} />
          </SpaceBetween>
        </ActDialog>
      )}
    </SpaceBetween>
  );
}
