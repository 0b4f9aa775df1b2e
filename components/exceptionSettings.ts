import { z } from "zod";
import { isReal } from "./accountId";
import { responseSchemas } from "./responseSettings";

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

/**
 * The principals who may approve exceptions, by ARN with `*` for anything in the name. Their account is named, since a role
 * has to trust accounts.
 */
export const approversSchema = z
  .array(
    z
      .string()
      .regex(
        /^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@*/-]+$/,
        "the ARN of a role or user, such as arn:aws:iam::123456789012:role/exception-board; * stands for anything in the name",
      )
      .refine((arn) => isReal(arn.split(":")[4] ?? ""), "of a real account, not the placeholder"),
  )
  .default([]);
