import type { Exceptions } from "../journal/exceptions";
import type { Exemption, GrantedException } from "../model/journalItems";
import { operatorCommand } from "../notices/operatorCommand";
import { endOfDay } from "./day";
import { inWords, type Registrar } from "./registrar";

/** The `detail-type` of the message that comes once a day. */
export const dailyDetailType = "Firebreak Exceptions Daily";

/** How many days before the end an owner is notified. */
export const warningDays = 7;

/** How many lines a notice lists; the CLI shows the rest. */
const longestList = 50;

/** An exception that ends soon: what it exempts now, and its entry in the register. */
export interface Ending {
  arn: string;
  until: string;
  owner: string | undefined;
  exemptions: Exemption[];
  granted?: GrantedException;
}

/** The exceptions whose owners must be notified now: those that end within a week and were not announced yet. */
export function endingSoon(exemptions: Exemption[], register: GrantedException[], now: Date): Ending[] {
  const soon = (until: string | undefined): until is string => {
    const left = (endOfDay(until ?? "") ?? 0) - now.getTime();
    return left > 0 && left <= warningDays * 86_400_000;
  };
  const endings: Ending[] = [];
  const endingOf = (arn: string, until: string, owner: string | undefined): Ending => {
    const known = endings.find((one) => one.arn === arn && one.until === until);
    if (known) return known;
    const fresh: Ending = { arn, until, owner, exemptions: [] };
    endings.push(fresh);
    return fresh;
  };
  for (const entry of register) {
    if (entry.status !== "granted" || !soon(entry.until)) continue;
    endingOf(entry.arn, entry.until, entry.owner).granted = entry;
  }
  for (const exemption of exemptions) {
    if (soon(exemption.until)) {
      endingOf(exemption.target.arn, exemption.until, exemption.owner).exemptions.push(exemption);
    }
  }
  return endings.filter((one) => ![one.granted, ...one.exemptions].some((item) => item?.warnedAt));
}

/** What is exempt without an end. */
export const unbounded = (exemptions: Exemption[]): Exemption[] =>
  exemptions.filter(({ until }) => until === undefined);

/** Notifies owners of exceptions that end soon, once, and all subscribers of those that never end, every day. */
export async function dailyCheck(registrar: Registrar): Promise<void> {
  const lists = await Promise.all(registrar.responses.map(({ name }) => registrar.journal.exemptionsFrom(name)));
  const exemptions = lists.flat();
  const now = new Date();
  const endings = endingSoon(exemptions, await registrar.journal.allGranted(), now);
  for (const ending of endings) {
    await registrar.notify(warningOf(ending));
    await noteWarned(registrar.journal, ending, now.toISOString());
  }
  const endless = unbounded(exemptions);
  if (endless.length > 0) await registrar.notify(listOf(endless));
  registrar.log.info("exceptions of the day", {
    exemptions: exemptions.length,
    ending: endings.length,
    endless: endless.length,
  });
}

/** Notes that owners were warned, unless the exception was revoked, granted again or ended in the meantime. */
async function noteWarned(
  journal: Exceptions,
  { exemptions, granted, until }: Ending,
  warnedAt: string,
): Promise<void> {
  for (const { response, id, finding } of exemptions) {
    await journal.changeExemption({ response, id, finding: finding.id }, (known) =>
      known?.until === until ? { ...known, warnedAt } : undefined,
    );
  }
  if (!granted) return;
  await journal.changeGranted(granted.arn, (known) =>
    known?.status === "granted" && known.signature === granted.signature ? { ...known, warnedAt } : undefined,
  );
}

function warningOf({ arn, until, owner, exemptions, granted }: Ending) {
  const [first] = exemptions;
  const where = first ? inWords(first.target) : inWords({ ...granted!, id: granted!.resource });
  return {
    subject: `exception ends after ${until}: ${arn.split(":").at(-1)}`,
    lines: [
      `The last day of the exception of ${where} is ${until} (UTC).`,
      `Owner: ${owner ?? "not named"}`,
      ...(granted ? [`Exempt from: ${granted.responses.join(", ")}`, `Reference: ${granted.reference}`] : []),
      ...exemptions.map(
        ({ response, finding, since }) =>
          `${response} has not acted on ${finding.type} since ${since}; it acts on the day after the exception ends.`,
      ),
      {
        before: "Before then, fix the cause, or ask an approver for a new exception:",
        command: operatorCommand("exception grant --help"),
      },
    ],
    attributes: { outcome: "exception-ending", ...(owner && { owner }) },
  };
}

function listOf(endless: Exemption[]) {
  const more = endless.length - longestList;
  return {
    subject: `${endless.length} exemptions without an end date`,
    lines: [
      "These resources are exempt without an end date:",
      ...endless
        .slice(0, longestList)
        .map(({ response, target, since, reason }) => `- ${response}: ${inWords(target)} since ${since}: ${reason}`),
      ...(more > 0 ? [`- and ${more} more`] : []),
      "To require an end date of every exception, set exceptions.expiryRequired",
    ],
    attributes: { outcome: "exceptions-unbounded" },
  };
}
