import type { RemediationActivity } from "./ocsf";

/** An element of Parquet's schema: https://parquet.apache.org/docs/file-format/metadata/ */
export interface Element {
  name: string;
  type?: "BYTE_ARRAY" | "INT32" | "INT64";
  converted_type?: "UTF8" | "LIST" | "MAP";
  repetition_type?: "REQUIRED" | "OPTIONAL" | "REPEATED";
  num_children?: number;
}

const text = (name: string): Element[] => [
  { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
];
const integer = (name: string): Element[] => [{ name, type: "INT32", repetition_type: "REQUIRED" }];
/** OCSF's `timestamp_t`. */
const moment = (name: string): Element[] => [{ name, type: "INT64", repetition_type: "REQUIRED" }];
const struct = (name: string, ...fields: Element[][]): Element[] => [
  { name, repetition_type: "REQUIRED", num_children: fields.length },
  ...fields.flat(),
];
const list = (name: string, element: Element[]): Element[] => [
  { name, converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  ...element,
];
const mapOfTexts = (name: string): Element[] => [
  { name, converted_type: "MAP", repetition_type: "REQUIRED", num_children: 1 },
  { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
  ...text("key"),
  ...text("value"),
];
const optional = ([first, ...others]: Element[]): Element[] => [{ ...first!, repetition_type: "OPTIONAL" }, ...others];

/**
 * The columns of a file, the same in each. What only some decisions have is optional, so that the schema of a table never depends on
 * what happened first.
 */
const columns: Element[][] = [
  moment("time"),
  moment("start_time"),
  moment("end_time"),
  integer("activity_id"),
  text("activity_name"),
  integer("category_uid"),
  text("category_name"),
  integer("class_uid"),
  text("class_name"),
  integer("type_uid"),
  text("type_name"),
  integer("severity_id"),
  text("severity"),
  integer("status_id"),
  text("status"),
  text("status_detail"),
  text("message"),
  text("command_uid"),
  struct(
    "cloud",
    text("provider"),
    optional(text("region")),
    optional(struct("account", text("uid"), optional(text("name")), text("type"), integer("type_id"))),
  ),
  struct(
    "metadata",
    text("version"),
    list("profiles", text("element")),
    struct("product", text("name"), text("vendor_name"), text("version")),
    text("correlation_uid"),
    text("event_code"),
    text("uid"),
  ),
  list("observables", struct("element", text("name"), integer("type_id"), text("type"), text("value"))),
  optional(struct("remediation", text("desc"))),
  mapOfTexts("unmapped"),
];

/** The columns as Parquet's schema. */
export const schema: Element[] = [{ name: "schema", num_children: columns.length }, ...columns.flat()];

/** The names of the columns. */
export const columnNames: string[] = columns.map(([first]) => first!.name);

/** The values of an event by column. What is unmapped becomes text, as JSON where it is none, as it has no schema of its own. */
export function rowOf(activity: RemediationActivity): Record<string, unknown> {
  const { time, start_time, end_time, observables = [], unmapped } = activity;
  return {
    ...activity,
    time: BigInt(time),
    start_time: BigInt(start_time),
    end_time: BigInt(end_time),
    observables,
    unmapped: Object.fromEntries(
      Object.entries(unmapped).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, typeof value === "string" ? value : JSON.stringify(value)]],
      ),
    ),
  };
}
