import { z } from "zod";
import { isRegion } from "../../runtime/lib/partitions";
import { managedRules } from "../configRules";
import { names } from "../names";

/** The schema of a Region, wherever settings name one. */
export const region = z.string("a Region such as eu-west-1").refine(isRegion, "a Region such as eu-west-1");

/** What AWS Config checks in the account, and what it records with. */
export const configSchema = z
  .strictObject({
    rules: z.array(z.enum([...Object.keys(managedRules), names.openGroupRule])).default([]),
    recorder: z.boolean().default(false),
    topic: z.boolean().default(false),
    globalRegion: region.optional(),
    kmsKeyArn: z
      .string()
      .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key")
      .optional(),
  })
  .prefault({});

/** Whether GuardDuty is switched on. */
export const guardDutySchema = z.strictObject({ detector: z.boolean().default(false) }).prefault({});
