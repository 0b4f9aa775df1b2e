import { safe } from "../../output/print";
import type { FleetCommand } from "./engine";
import type { Outcome, StackResult } from "./rollOut";

/** The outcomes in words, worst first. */
const words: Record<Outcome, string> = {
  failed: "FAILED",
  unproven: "NOT PROVEN",
  interrupted: "INTERRUPTED",
  left: "not started",
  held: "held",
  done: "done",
  unchanged: "unchanged",
};

/** Whether a person has to look at a result. */
export const needsAttention = ({ outcome, drift = [] }: StackResult): boolean =>
  !["done", "unchanged", "held"].includes(outcome) || drift.length > 0;

/** A result in words: "NOT PROVEN". */
export const outcomeText = ({ outcome, drift = [] }: StackResult): string =>
  drift.length > 0 ? "DRIFT" : words[outcome];

/** What happened to a stack, in one or several lines. */
export function changesText({ outcome, changes = {}, drift, error }: StackResult): string {
  if (error) return error.split("\n").map(safe).join("\n");
  if (drift) return drift.map(safe).join("\n") || "as deployed";
  if (outcome === "unchanged") return "same program and settings as at the last deployment";
  const counts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
  return counts.join(", ") || "no changes";
}

/** A result as one line of a log. */
export const lineOf = (result: StackResult): string =>
  `${safe(result.stack)}: ${outcomeText(result)}, ${changesText(result).split("\n").join("; ")}`;

/** The number of stacks by outcome, and of those with drift. */
export interface Summary {
  command: FleetCommand;
  stacks: number;
  outcomes: Partial<Record<Outcome, number>>;
  drifted: number;
}

/** A run for machines. */
export function summaryOf(command: FleetCommand, results: StackResult[]): Summary {
  const outcomes: Summary["outcomes"] = {};
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const drifted = results.filter(({ drift = [] }) => drift.length > 0).length;
  return { command, stacks: results.length, outcomes, drifted };
}

/** A run in one sentence: "38 done, 1 failed, 1 not started." */
export function countsText({ outcomes, drifted }: Summary): string {
  const counts = (Object.keys(words) as Outcome[])
    .filter((outcome) => outcomes[outcome] !== undefined)
    .map((outcome) => `${outcomes[outcome]} ${words[outcome].toLowerCase()}`);
  return `${[...counts, ...(drifted > 0 ? [`${drifted} with drift`] : [])].join(", ") || "no stacks"}.`;
}

/** A run as Markdown, for the comment of a pull request: what needs attention first, at most 100 stacks. */
export function markdownOf(command: FleetCommand, results: StackResult[]): string {
  const order = [...results].sort((left, right) => Number(needsAttention(right)) - Number(needsAttention(left)));
  const shown = order.slice(0, 100);
  const rows = shown.map((result) =>
    [safe(result.stack), outcomeText(result), changesText(result)].map(inCell).join(" | "),
  );
  const rest = results.length - shown.length;
  return [
    `### firebreak fleet ${command}`,
    "",
    countsText(summaryOf(command, results)),
    "",
    "| Stack | Result | Changes |",
    "| --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    ...(rest > 0 ? ["", `${rest} further stacks need no attention, or are in the log.`] : []),
    "",
  ].join("\n");
}

/** https://github.github.com/gfm/#tables-extension- */
const inCell = (text: string) =>
  text
    .replace(/[\\|<>&@`*_[\]]/g, (character) => `\\${character}`)
    .split("\n")
    .join("<br>");
