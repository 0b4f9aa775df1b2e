import { z } from "zod";

/** What holds for people who contain by hand; the defaults are in `runtime/policy/caps.ts`. */
export const byHandSchema = z
  .strictObject({
    /** How many containments one principal may begin within an hour; all further ones need a second person. */
    containmentsPerHour: z.int().min(1).max(1000).optional(),
    /** ARN patterns of the resources that always need a second person. */
    secondPerson: z.array(z.string().regex(/^arn:[^\s]+$/, "an ARN, in which * stands for anything")).optional(),
    /** While all responses are paused: whether a second person has to approve, or the request goes through. */
    whilePaused: z.enum(["approve", "contain"], "approve or contain").optional(),
  })
  .default({});
