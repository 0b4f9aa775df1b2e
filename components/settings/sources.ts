import { z } from "zod";
import { regionForm } from "../../runtime/lib/partitions";
import { managedRules } from "../shared/managedRules";
import { names } from "../shared/names";

/** The schema of a Region, wherever settings name one. */
export const region = z.string("a Region such as eu-west-1").regex(regionForm, "a Region such as eu-west-1");

/** AWS Config's rules and recorder in the account. */
export const configSchema = z
  .strictObject({
    /** Managed rules to create, by identifier, and the custom rule. */
    rules: z.array(z.enum([...Object.keys(managedRules), names.openGroupRule])).default([]),
    /** Whether to create a recorder, delivery channel and bucket; leave it off if a recorder exists. */
    recorder: z.boolean().default(false),
    /**
     * What the recorder records: the types that `rules` need (those of every known rule if there are none), or all. AWS bills each
     * recorded change.
     */
    record: z.enum(["needed", "all"], "needed or all").default("needed"),
    /** Whether Config publishes changes to a topic of the account. */
    topic: z.boolean().default(false),
    /** With `record: all`, the Region that records global resources; the home Region if it is left out. */
    globalRegion: region.optional(),
    /** The key that must encrypt volumes and databases. */
    kmsKeyArn: z
      .string()
      .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key")
      .optional(),
  })
  .prefault({});

/** GuardDuty in the account. */
export const guardDutySchema = z
  .strictObject({
    /** Whether to enable GuardDuty where it is off. */
    detector: z.boolean().default(false),
  })
  .prefault({});
