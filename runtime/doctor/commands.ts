import { z } from "zod";
import { coded } from "../errors";
import { isRegion } from "../partitions";

/** What the doctor is asked. */
export type DoctorCommand =
  | { command: "accounts" }
  | { command: "examine"; account: string; regions?: string[] | undefined };

/** The alias that its commands come through. */
export const doctorAlias = "operate";

/** A reader of commands. @returns a function that throws BadCommand for anything else */
export function doctorCommandReader(): (given: unknown) => DoctorCommand {
  const account = z.string("an account id of 12 digits").regex(/^\d{12}$/, "an account id of 12 digits");
  const region = z.string().refine(isRegion, "a Region such as eu-west-1");
  const command = z.discriminatedUnion(
    "command",
    [
      z.strictObject({ command: z.literal("accounts") }),
      z.strictObject({ command: z.literal("examine"), account, regions: z.array(region).min(1).max(50).optional() }),
    ],
    "one of accounts, examine",
  );
  return (given) => {
    const parsed = command.safeParse(given);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "command"}: ${issue.message}`);
    throw coded("BadCommand", `this is no command of the doctor: ${faults.join("; ")}`);
  };
}
