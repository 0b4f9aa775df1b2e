import { z } from "zod";
import { coded } from "../lib/errors";
import { isRegion } from "../lib/partitions";
import type { Sent } from "./testEvent";

/** A command to the doctor. */
export type DoctorCommand =
  | { command: "accounts" }
  /** With a mark, test events are sent; their arrival is checked once for all accounts. */
  | { command: "examine"; account: string; regions?: string[] | undefined; mark?: string | undefined }
  | { command: "arrivals"; mark: string; sent: Sent[] }
  | { command: "watch" }
  /** An event of the management account about an account of the organization. */
  | { command: "noticed"; event: unknown };

/** The alias that people's commands come through. */
export const doctorAlias = "operate";

/** The alias that the schedule comes through. */
export const watchAlias = "scheduled";

/** The alias that the events about accounts come through. */
export const accountEventsAlias = "accounts";

/** The alias that a command comes through. */
export function aliasOf({ command }: DoctorCommand): string {
  if (command === "watch") return watchAlias;
  return command === "noticed" ? accountEventsAlias : doctorAlias;
}

/** More places than an organization has: 10,000 accounts in five Regions. An invocation is limited to 6 MB. */
const mostSent = 50_000;

/** A reader of commands, and of events as EventBridge delivers them. @returns a function that throws BadCommand for anything else */
export function doctorCommandReader(): (given: unknown) => DoctorCommand {
  const account = z.string("an account id of 12 digits").regex(/^\d{12}$/, "an account id of 12 digits");
  const region = z.string().refine(isRegion, "a Region such as eu-west-1");
  const mark = z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits");
  const sent = z.strictObject({ account, region, at: z.number() });
  const command = z.discriminatedUnion(
    "command",
    [
      z.strictObject({ command: z.literal("accounts") }),
      z.strictObject({
        command: z.literal("examine"),
        account,
        regions: z.array(region).min(1).max(50).optional(),
        mark: mark.optional(),
      }),
      z.strictObject({ command: z.literal("arrivals"), mark, sent: z.array(sent).min(1).max(mostSent) }),
      z.strictObject({ command: z.literal("watch") }),
    ],
    "one of accounts, examine, arrivals, watch",
  );
  const event = z.looseObject({ "detail-type": z.string() });
  return (given) => {
    if (event.safeParse(given).success) return { command: "noticed", event: given };
    const parsed = command.safeParse(given);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "command"}: ${issue.message}`);
    throw coded("BadCommand", `not a doctor command: ${faults.join("; ")}`);
  };
}
