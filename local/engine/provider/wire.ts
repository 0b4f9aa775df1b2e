import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./properties";

/** The properties in a message of the engine. Nulls are left out: they stand for "not set". */
export function fromWire(struct?: Struct): Properties {
  return struct ? withoutEmpty(struct.toJavaScript()) : {};
}

/** Properties for a message to the engine. */
export function toWire(properties: Properties): Struct {
  return Struct.fromJavaScript(withoutEmpty(properties));
}

/** Removes undefined and null, which a Struct does not support or the engine does not expect; turns dates into text. */
export function withoutEmpty(value: any): any {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!value || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutEmpty(item)]));
}
