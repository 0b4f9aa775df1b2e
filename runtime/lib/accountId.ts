import { z } from "zod";

/** Placeholders in documentation and shipped files. They have the right form but are never valid. */
const placeholders = ["000000000000", "012345678912", "123456789012", "o-xxxxxxxxxx", "o-1234567890"];

/** Whether an id is not a placeholder. */
export const isReal = (text: string) => !placeholders.includes(text);

/** YAML reads digits without quotes as a number, and digits that begin with 0 as an octal number. */
const form = "a 12-digit account id in quotes (without quotes YAML loses a leading 0)";

/** The schema of an account's id, wherever settings name one. */
export const accountId = z
  .string(form)
  .regex(/^\d{12}$/, form)
  .refine(isReal, "the id of a real account, not the placeholder");

/** The schema of an organization's id. */
export const organizationId = z
  .string("an organization id such as o-a1b2c3d4e5")
  .regex(/^o-[a-z0-9]{10,32}$/, "an organization id such as o-a1b2c3d4e5")
  .refine(isReal, "the id of your organization, not the placeholder");
