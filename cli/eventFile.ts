import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { asEvent } from "../runtime/findings/guardDuty/reread";
import { safe } from "./output/print";
import { problem } from "./problem";
import type { World } from "./world";

type Event = Record<string, unknown>;

/**
 * The events in a file: an event as EventBridge delivers it, GuardDuty findings as its API returns them (alone, in a
 * list or under `Findings`), or the `detail` of a GuardDuty event. The contents are validated later, with the findings.
 *
 * @throws Problem if the file cannot be read or contains something else
 */
export async function readEvents(world: World, file: string): Promise<Event[]> {
  const content = await contentOf(world, file);
  const name = file === "-" ? "standard input" : safe(file);
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch (error) {
    throw problem(`${name} is not JSON: ${safe((error as Error).message)}`, 2);
  }
  const list = Array.isArray(given) ? given : (given as { Findings?: unknown } | null)?.Findings;
  const events = (Array.isArray(list) ? list : [given]).map(eventOf);
  if (events.length > 0 && events.every((event) => event !== undefined)) return events;
  throw problem(
    `${name} contains no event: it must be an event as EventBridge delivers it (with "detail-type"), or findings as ` +
      "`aws guardduty get-findings` prints them",
    2,
  );
}

function eventOf(item: unknown): Event | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const given = item as Event;
  if ("detail-type" in given) return given;
  if ("AccountId" in given && "Type" in given && "Resource" in given) return asEvent(given) as Event;
  if ("accountId" in given && "type" in given && "resource" in given) {
    const { accountId: account, region } = given;
    return { source: "aws.guardduty", "detail-type": "GuardDuty Finding", account, region, detail: given };
  }
  return undefined;
}

async function contentOf(world: World, file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return await readFile(path.resolve(world.folder, file), "utf8");
  } catch (error) {
    throw problem(`${safe(file)} cannot be read: ${safe((error as Error).message)}`, 2);
  }
}
