import { messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import { checkAccount, regionsOf } from "./checkAccount";
import { readSending } from "./readForwarding";
import { look } from "./reading";
import { readRegion } from "./readRegion";
import { readRoles } from "./readRoles";
import { fault, type Result } from "./result";
import type { DoctorSettings } from "./settings";
import type { Sent } from "./testEvent";
import type { Visit } from "./visit";

/** Regions of an account that are examined in parallel. */
const regionsAtOnce = 10;

/** What an examination found, and the test events that it sent. */
export interface Examined {
  results: Result[];
  sent: Sent[];
}

/** The examination of one account. */
export interface Question {
  account: string;
  /** All relevant Regions if left out. */
  regions?: string[] | undefined;
  /** Of test events; none are sent without it. */
  mark?: string | undefined;
}

/**
 * Examines an account. An account that cannot be entered is one fault, whatever else is wrong there.
 *
 * @param visit enters an account
 */
export async function examine(
  visit: (account: string) => Promise<Visit>,
  settings: DoctorSettings,
  question: Question,
): Promise<Examined> {
  const { account } = question;
  try {
    return await examineEntered(await visit(account), settings, question);
  } catch (error) {
    const subject = { account, check: "entrance" as const, subject: settings.roleName };
    const says = `The account cannot be checked, and most likely nothing can be contained there: ${messageOf(error)}`;
    return { results: [fault(subject, says)], sent: [] };
  }
}

async function examineEntered(
  visit: Visit,
  settings: DoctorSettings,
  { account, regions: only, mark }: Question,
): Promise<Examined> {
  const { roles, forwarding, openGroups } = settings;
  const names = [...roles, openGroups.role].map(({ name }) => name);
  const { accountEvents: changes } = settings;
  const announces = changes?.account === account && (only?.includes(changes.region) ?? true);
  const [found, enabled, accountEvents] = await Promise.all([
    readRoles(visit.iam, names),
    look(() => enabledRegions(visit)),
    announces ? readSending(visit.eventsIn(changes.region), changes.rule) : undefined,
  ]);
  const { covered, others } = regionsOf(found[forwarding.name], settings, enabled);
  const regions = await inParallel(only ?? [...covered, ...others], regionsAtOnce, (region) =>
    readRegion(visit.clientsIn(region), settings, { account, region }, mark),
  );
  const sent = regions.flatMap(({ region, event }) =>
    event && "value" in event ? [{ account, region, at: event.value }] : [],
  );
  const asked = only === undefined;
  const seen = { account, roles: found, regions, ...(accountEvents && { accountEvents }), ...(asked && { enabled }) };
  return { results: checkAccount(seen, settings), sent };
}

/**
 * The Regions that an account can use: those that are on by default and those that it opted in to
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
 */
async function enabledRegions({ ec2 }: Visit): Promise<string[]> {
  const { Regions = [] } = await ec2.describeRegions({ AllRegions: false });
  return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
}
