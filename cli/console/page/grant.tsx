import DatePicker from "@cloudscape-design/components/date-picker";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { SessionView } from "../api";
import { ActDialog } from "./act";

const option = (value: string) => ({ value, label: value });

/** Grants an exception to a resource. */
export function Grant({ session, close }: { session: SessionView; close(): void }) {
  const [kind, setKind] = useState(session.kinds[0] ?? "");
  const [responses, setResponses] = useState<string[]>([]);
  const [until, setUntil] = useState("");
  const [texts, setTexts] = useState({ id: "", account: "", region: "", owner: "", reference: "" });
  const field = (name: keyof typeof texts, label: string, description?: string) => (
    <FormField label={label} description={description}>
      <Input value={texts[name]} onChange={({ detail }) => setTexts({ ...texts, [name]: detail.value.trim() })} />
    </FormField>
  );
  const ready = [...Object.values(texts), until].every((text) => text !== "") && responses.length > 0;
  return (
    <ActDialog
      session={session}
      title="Grant an exception"
      choices={[{ label: "Grant", action: "grant", given: { kind, ...texts, for: responses, until }, primary: true }]}
      reason={false}
      ready={ready}
      close={close}
    >
      <SpaceBetween size="m">
        <FormField label="Kind">
          <Select
            selectedOption={option(kind)}
            options={session.kinds.map(option)}
            onChange={({ detail }) => setKind(detail.selectedOption.value ?? "")}
          />
        </FormField>
        {field("id", "Resource", "Its id, or the name of a bucket, role or user")}
        {field("account", "Account", "Its 12 digits")}
        {field("region", "Region", "Such as eu-west-1")}
        <FormField label="Exempt from">
          <Multiselect
            selectedOptions={responses.map(option)}
            options={session.responses.map(option)}
            onChange={({ detail }) => setResponses(detail.selectedOptions.map(({ value = "" }) => value))}
          />
        </FormField>
        <FormField label="Until" description="The last day, such as 2027-01-31">
          <DatePicker value={until} format="iso" onChange={({ detail }) => setUntil(detail.value)} />
        </FormField>
        {field("owner", "Owner", "One word, such as a mail address")}
        {field("reference", "Reference", "The ticket or decision; one word")}
      </SpaceBetween>
    </ActDialog>
  );
}
