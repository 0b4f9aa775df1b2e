import { z } from "zod";

/** Limits for people who contain by hand; the defaults are in `runtime/policy/caps.ts`. */
export const byHandSchema = z
  .strictObject({
    /** How many containments a principal may begin in an hour; further ones need a second person. */
    containmentsPerHour: z.int().min(1).max(1000).optional(),
    /** ARN patterns of resources that always need a second person. */
    secondPerson: z.array(z.string().regex(/^arn:[^\s]+$/, "an ARN pattern with * as wildcard")).optional(),
    /** While all responses are paused: whether a second person must approve, or the request is carried out. */
    whilePaused: z.enum(["approve", "contain"], "approve or contain").optional(),
  })
  .default({});
