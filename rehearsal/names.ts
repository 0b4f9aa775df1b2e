import { randomBytes } from "node:crypto";
import { rehearsalTag } from "../runtime/findings/rehearsal";

/** The prefix of the names of all rehearsal resources. The name alone proves nothing: the tag decides. */
export const namePrefix = "firebreak-rehearsal-";

/** The id of a new run: twelve digits and lower-case letters that sort by time. */
export function newRun(now: Date): string {
  const random = randomBytes(4).readUInt32BE() % 36 ** 4;
  return now.getTime().toString(36).padStart(8, "0").slice(-8) + random.toString(36).padStart(4, "0");
}

/** The name of a run's resource. */
export const nameOf = (run: string, what: string): string => `${namePrefix}${run}-${what}`;

/** Tags in the form of most AWS services: the run's tag, and further ones. */
export const tagsOf = (run: string, more: Record<string, string> = {}) =>
  Object.entries({ [rehearsalTag]: run, ...more }).map(([Key, Value]) => ({ Key, Value }));

/** The run in a resource's tags; undefined if it is not from a rehearsal. */
export const runIn = (tags: { Key?: string; Value?: string }[] | undefined): string | undefined =>
  tags?.find(({ Key }) => Key === rehearsalTag)?.Value;

/** The EC2 filter for resources of rehearsals. */
export const madeByRehearsals = { Name: "tag-key", Values: [rehearsalTag] };
