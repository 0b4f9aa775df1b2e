import { sourceOf } from "../../runtime/findings/sources";
import type { Approval } from "../../runtime/model/journalItems";
import { statusAt } from "../meant";
import { findingLines, section } from "../output/decision";
import { safe } from "../output/print";
import type { Style } from "../output/style";
import { shortTime } from "../output/time";

/** What a person has to know to decide about a request: the finding, what the resource is, why it waits, and the plan. */
export function approvalLines(style: Style, approval: Approval, now: Date): string[] {
  const { status, reason, calls, remains, askedAt, expiresAt, by, why, decidedAt, target, tags = {} } = approval;
  const shown = statusAt(approval, now);
  return [
    ...findingLines(findingOf(approval)),
    `resource ${safe(target.arn)}`,
    ...Object.entries(tags).map(([name, value]) => `tag ${safe(name)}: ${safe(value)}`),
    `${style.outcome(shown)}: ${safe(reason)}`,
    `requested at ${shortTime(askedAt)}, ${shown === "waiting" ? "expires" : "would have expired"} at ${shortTime(expiresAt)}`,
    ...(by || decidedAt
      ? [`${status}${by ? ` by ${safe(by)}` : ""} at ${shortTime(decidedAt ?? "")}${why ? `: ${safe(why)}` : ""}`]
      : []),
    ...section(
      style,
      "Will be done if approved",
      calls.map((call) => `${safe(call.operation)}: ${safe(call.reason)}`),
    ),
    ...section(style, "Residual risk after approval", remains.map(safe)),
  ];
}

/** The finding of a request as decisions keep it. */
function findingOf({ finding }: Approval): Parameters<typeof findingLines>[0] {
  const link = sourceOf(finding)?.consoleLink(finding) ?? "";
  return { ...finding, link };
}
