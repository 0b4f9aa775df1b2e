import { randomBytes } from "node:crypto";
import { rehearsalTag } from "../runtime/findings/rehearsal";

/** What the names of everything begin with that a rehearsal makes. Names alone prove nothing: the tag decides. */
export const namePrefix = "firebreak-rehearsal-";

/** The id of a new run: twelve digits and small letters, that of a later run comes later in the alphabet. */
export function newRun(now: Date): string {
  const random = randomBytes(4).readUInt32BE() % 36 ** 4;
  return now.getTime().toString(36).padStart(8, "0").slice(-8) + random.toString(36).padStart(4, "0");
}

/** The name of something that a run makes. */
export const nameOf = (run: string, what: string): string => `${namePrefix}${run}-${what}`;

/** Tags as most services of AWS take them: that of the run, and further ones. */
export const tagsOf = (run: string, more: Record<string, string> = {}) =>
  Object.entries({ [rehearsalTag]: run, ...more }).map(([Key, Value]) => ({ Key, Value }));

/** The run that tags name; undefined if they are not those of a rehearsal. */
export const runIn = (tags: { Key?: string; Value?: string }[] | undefined): string | undefined =>
  tags?.find(({ Key }) => Key === rehearsalTag)?.Value;

/** The filter by which EC2 finds what rehearsals have made. */
export const madeByRehearsals = { Name: "tag-key", Values: [rehearsalTag] };
