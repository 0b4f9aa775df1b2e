import { safe, say } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import type { World } from "../world";
import { changesText, needsAttention, outcomeText } from "./rollout/report";
import type { StackResult } from "./rollout/rollOut";

/** A table longer than this shows only what needs attention. */
const most = 20;

/** Prints the results as a table. */
export function showResults(world: World, results: StackResult[]): void {
  const style = styleOf(world);
  const shown = results.length > most ? results.filter(needsAttention) : results;
  if (shown.length === 0) return;
  const rows = shown.map((result) => [
    safe(result.stack),
    needsAttention(result) ? { text: outcomeText(result), paint: style.warning } : outcomeText(result),
    changesText(result),
  ]);
  say(world, tableText(world, ["STACK", "RESULT", "CHANGES"], rows));
}
