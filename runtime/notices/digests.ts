import type { HeldNotices } from "../journal/noticeCounts";
import type { UnknownType } from "../journal/unknownTypes";
import type { Run } from "../run/run";
import { laneWords, seeAll } from "./limit";
import type { Message } from "./message";
import { publishMessage } from "./publish";

/** How many lines a digest lists. */
const longestDigest = 50;

/** Sends the digests that are due. Every response calls it once an hour; each digest is sent once. */
export async function sendDigests(run: Run, now = new Date()): Promise<void> {
  await sendHeldNotices(run, now);
  await sendUnknownTypes(run, now);
}

/** One digest for each past hour in which notices were held back. */
async function sendHeldNotices(run: Run, now: Date): Promise<void> {
  const { services, settings } = run;
  const held = await services.journal.heldNotices(now.toISOString().slice(0, 13));
  for (const hour of [...new Set(held.map((item) => item.hour))].sort()) {
    const ofHour = held.filter((item) => item.hour === hour);
    const sender = { ...services, format: settings.noticeFormat };
    await services.journal.sendOnce(`held ${hour}`, () => publishMessage(sender, heldDigest(hour, ofHour)));
    await services.journal.forgetHeldNotices(ofHour);
  }
}

/** The notices held back in an hour, the largest group first. */
export function heldDigest(hour: string, held: HeldNotices[]): Message {
  const total = ({ counts }: HeldNotices) => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const sorted = [...held].sort((left, right) => total(right) - total(left));
  const all = held.reduce((sum, item) => sum + total(item), 0);
  return {
    subject: `digest: ${all} notices held back in the hour from ${hour}:00 UTC`,
    lines: [
      `Between ${hour}:00 and ${hour}:59 UTC, there were more notices than the limit allows. These were not sent individually:`,
      ...bounded(
        sorted.map((item) => {
          const outcomes = Object.entries(item.counts).map(([outcome, count]) => `${count} ${outcome}`);
          return `- account ${item.account}, ${laneWords(item.lane)}: ${total(item)} (${outcomes.join(", ")})`;
        }),
      ),
      "So many notices in one hour can mean a faulty rule, a first evaluation, or an attempt to hide an attack in the noise.",
      seeAll(sorted.length === 1 ? sorted[0]!.account : "unknown", "24h"),
    ],
    attributes: { outcome: "notices-digest" },
  };
}

/** One digest of yesterday's findings of unknown types. */
async function sendUnknownTypes(run: Run, now: Date): Promise<void> {
  const { services, settings } = run;
  const day = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  const types = await services.journal.unknownTypes(day);
  if (types.length === 0) return;
  const sender = { ...services, format: settings.noticeFormat };
  await services.journal.sendOnce(`unknown ${day}`, () => publishMessage(sender, unknownDigest(day, types)));
}

/** The unknown types of a day, each with its count. */
export function unknownDigest(day: string, types: UnknownType[]): Message {
  const all = types.reduce((sum, { findings }) => sum + findings, 0);
  return {
    subject: `digest: ${all} findings of ${types.length} unknown types on ${day}`,
    lines: [
      `On ${day} (UTC), there were findings of types that this version does not know. No response acted on them:`,
      ...bounded(types.map(({ type, findings, account }) => `- ${type}: ${findings}, last in account ${account}`)),
      "To have a response act on a type, add the type to the response's findingTypes. To be notified of each finding of a type, add it to alwaysNotify.",
    ],
    attributes: { outcome: "unknown-types-digest" },
  };
}

function bounded(lines: string[]): string[] {
  const more = lines.length - longestDigest;
  return [...lines.slice(0, longestDigest), ...(more > 0 ? [`- and ${more} more`] : [])];
}
