import { problem } from "./problem";

/** The longest reason that a function accepts. */
const maxLength = 500;

/** Checks a reason. @throws Problem with exit code 2 if it is empty or too long */
export function reasonOf({ reason }: { reason: string }): string {
  const text = reason.trim();
  if (text.length > 0 && text.length <= maxLength) return text;
  throw problem(`--reason has ${text.length} characters: it must have 1 to ${maxLength}`, 2);
}
