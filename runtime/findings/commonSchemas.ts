import { z } from "zod";
import { isRegion, partitionIds } from "../lib/partitions";

/** The schemas that the events of all sources share. A function, because closures cannot capture a schema. */
export function commonSchemas() {
  return {
    account: z.string().regex(/^\d{12}$/, "must be a 12-digit account id"),
    region: z.string().refine(isRegion, "must be a Region such as eu-west-1"),
    time: z.string().refine((text) => !Number.isNaN(Date.parse(text)), "must be an ISO 8601 time"),
    partition: z.enum(partitionIds()),
  };
}

/**
 * Parses a part of an event.
 *
 * @param path where the part is in the event; the issues of a ZodError get it as prefix, so that they name the value
 */
export function parseAt<T extends z.ZodType>(schema: T, part: unknown, path: PropertyKey[]): z.infer<T> {
  const { data, error } = schema.safeParse(part);
  if (!error) return data as z.infer<T>;
  throw new z.ZodError(error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
}
