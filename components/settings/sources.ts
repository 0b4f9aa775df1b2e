import { z } from "zod";
import { isRegion } from "../../runtime/lib/partitions";
import { managedRules } from "../shared/managedRules";
import { names } from "../shared/names";

/** The schema of a Region, wherever settings name one. */
export const region = z.string("a Region such as eu-west-1").refine(isRegion, "a Region such as eu-west-1");

/** What AWS Config checks in the account, and what it records with. */
export const configSchema = z
  .strictObject({
    /** Managed rules to make, by identifier, and the rule of our own. */
    rules: z.array(z.enum([...Object.keys(managedRules), names.openGroupRule])).default([]),
    /** Whether recorder, delivery channel and bucket are made; off where there is a recorder already. */
    recorder: z.boolean().default(false),
    /** Whether Config announces its changes on a topic of the account. */
    topic: z.boolean().default(false),
    /** Where global resources are recorded; the home Region if it is left out. */
    globalRegion: region.optional(),
    /** The key that volumes and databases have to be encrypted with. */
    kmsKeyArn: z
      .string()
      .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key")
      .optional(),
  })
  .prefault({});

/** Whether GuardDuty is switched on. */
export const guardDutySchema = z
  .strictObject({
    /** Whether GuardDuty is switched on where it is not. */
    detector: z.boolean().default(false),
  })
  .prefault({});
