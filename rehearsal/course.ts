import type { SSM } from "@aws-sdk/client-ssm";
import type { Incident } from "./incident";
import type { Followed, Place } from "./place";

/** What a response's part of a rehearsal uses. */
export interface Stage {
  run: string;
  place: Place;
  followed: Followed;
  /** Reads the id of the newest Amazon Linux image. */
  ssm: Pick<SSM, "getParameter">;
  /** The account that a snapshot is shared with; unshare-copy has no course without it. */
  shareWith?: string;
  /** The key of the exception's tag. */
  exceptionTagKey: string;
  /** Waits until the time is over or the rehearsal is stopped. */
  pause(milliseconds: number): Promise<void>;
}

/** Creates the test resources of a response and returns their incidents, in order. */
export type Course = (stage: Stage) => Promise<Incident[]>;

/** The differences between two states, with old and new values; undefined if there are none. */
export function difference(before: unknown, now: unknown): string | undefined {
  const [was, is] = [flat(before), flat(now)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  if (changed.length === 0) return undefined;
  return `differs from its prior state: ${changed.map((key) => `${key} was ${was[key] ?? "absent"} and is ${is[key] ?? "absent"}`).join("; ")}`;
}

function flat(value: unknown, name = ""): Record<string, string> {
  if (value === undefined) return {};
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { [name]: JSON.stringify(value) };
  const parts = Object.entries(value).flatMap(([key, item]) =>
    Object.entries(flat(item, name ? `${name}.${key}` : key)),
  );
  return Object.fromEntries(parts);
}

/** Reads the prior state of a test resource, and returns a function that later reads and compares it again. */
export async function unchangedSince(portrait: () => Promise<unknown>): Promise<() => Promise<string | undefined>> {
  const before = await portrait();
  return async () => difference(before, await portrait());
}
