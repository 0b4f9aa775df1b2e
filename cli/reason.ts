import { problem } from "./problem";

/** Longest reason that a function takes. */
const longest = 500;

/** A reason as given. @throws Problem with exit code 2 if nobody could read it later */
export function reasonOf({ reason }: { reason: string }): string {
  const text = reason.trim();
  if (text.length > 0 && text.length <= longest) return text;
  throw problem(`--reason has ${text.length} characters: it has to have 1 to ${longest}`, 2);
}
