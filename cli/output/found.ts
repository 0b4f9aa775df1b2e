import type { Found, Status } from "../preflight/found";
import { safe } from "./print";
import type { Style } from "./style";

const order: Status[] = ["blocker", "unknown", "warning", "ok"];

/**
 * The results, worst first, each with its reason and its remedy. A remedy is never wrapped, so that commands can be
 * copied.
 */
export function foundText(style: Style, found: Found[], all: boolean): string {
  return order
    .flatMap((status) => found.filter((one) => one.status === status && (all || status !== "ok")))
    .map((one) => block(style, one))
    .join("\n\n");
}

function block(style: Style, { status, check, subject, region, says, why, mend }: Found): string {
  const head = `${style.outcome(status)}  ${check}: ${style.title(safe(subject))}${region ? `  ${style.faint(safe(region))}` : ""}`;
  return [
    head,
    `  ${safe(says)}`,
    ...(why ? [`  Why it matters: ${safe(why)}`] : []),
    ...(mend ? [`  What to do: ${safe(mend)}`] : []),
  ].join("\n");
}

/** The number of results by status: "2 blockers, 1 warning, 30 ok". */
export function tally(found: Found[]): string {
  return order
    .map((status) => ({ status, count: found.filter((one) => one.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${words[status]}${count > 1 && /er|ing$/.test(status) ? "s" : ""}`)
    .join(", ");
}

const words: Record<Status, string> = { blocker: "blocker", warning: "warning", unknown: "unknown", ok: "ok" };
