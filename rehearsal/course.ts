import type { SSM } from "@aws-sdk/client-ssm";
import type { Incident } from "./incident";
import type { Followed, Place } from "./place";

/** What a response's part of a rehearsal is made with. */
export interface Stage {
  run: string;
  place: Place;
  followed: Followed;
  /** Tells the newest image of Amazon's. */
  ssm: Pick<SSM, "getParameter">;
  /** The key of the tag that exempts. */
  exceptionTagKey: string;
  /** Waits, until the time is over or the rehearsal is stopped. */
  pause(milliseconds: number): Promise<void>;
}

/** Makes the patients of one response and returns what happens to them, in order. */
export type Course = (stage: Stage) => Promise<Incident[]>;

/** What is different now, each with what it was and is; undefined if nothing is. */
export function difference(before: unknown, now: unknown): string | undefined {
  const [was, is] = [flat(before), flat(now)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  if (changed.length === 0) return undefined;
  return `not as before: ${changed.map((key) => `${key} was ${was[key] ?? "absent"} and is ${is[key] ?? "absent"}`).join("; ")}`;
}

function flat(value: unknown, name = ""): Record<string, string> {
  if (value === undefined) return {};
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { [name]: JSON.stringify(value) };
  const parts = Object.entries(value).flatMap(([key, item]) =>
    Object.entries(flat(item, name ? `${name}.${key}` : key)),
  );
  return Object.fromEntries(parts);
}

/** A portrait of a patient, and how to say later what differs from it. */
export async function unchangedSince(portrait: () => Promise<unknown>): Promise<() => Promise<string | undefined>> {
  const before = await portrait();
  return async () => difference(before, await portrait());
}
