import { z } from "zod";
import { responseSchemas } from "./responses";

const notified = "notify";

/** What exceptions have to be like to count. By default tags are believed as they stand. */
export const exceptionsSchema = z
  .strictObject({
    /** Whether an exception has to say when it ends. */
    expiryRequired: z.boolean().default(false),
    /** How many days after its issue an exception may end. */
    longestDays: z.int().min(1).max(3650).optional(),
    /** Whether an exception has to be signed by an approver. */
    signatureRequired: z.boolean().default(false),
    /** Responses that nothing is exempt from. */
    never: z.array(z.enum([...Object.keys(responseSchemas), notified])).default([]),
  })
  .prefault({});
