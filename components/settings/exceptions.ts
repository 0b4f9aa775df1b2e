import { z } from "zod";
import { responseSchemas } from "./responses";

const notified = "notify";

/** Requirements for exceptions. By default tags are trusted as they are. */
export const exceptionsSchema = z
  .strictObject({
    /** Whether an exception must have an end date. */
    expiryRequired: z.boolean().default(false),
    /** The maximum number of days from the issue of an exception to its end. */
    longestDays: z.int().min(1).max(3650).optional(),
    /** Whether an approver must sign an exception. */
    signatureRequired: z.boolean().default(false),
    /** Responses that allow no exceptions. */
    never: z.array(z.enum([...Object.keys(responseSchemas), notified])).default([]),
  })
  .prefault({});
