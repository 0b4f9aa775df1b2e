import { z } from "zod";

/** What can be set for isolate-database. */
export const isolateDatabaseSettings = {
  /** Whether a snapshot keeps the data as evidence. */
  snapshots: z.boolean().default(true),
  /** What is done if AWS Config or Security Hub reports that a database is public. */
  publicDatabase: z.enum(["isolate", "not-public"]).default("not-public"),
  /** Whether the master password that RDS manages is rotated, which cannot be undone. */
  rotateManagedSecret: z.boolean().default(false),
  /** Whether every instance is rebooted after the cut, so that open connections end. */
  reboot: z.boolean().default(false),
};
