import type { Containment } from "../../model/journalItems";
import { unindexed } from "./table";

/** The attribute of a containment's item that holds the prior state. Deployed tables have it by this name. */
export const priorStateAttribute = "before";

/** A containment from its item. */
export function containmentOf(item: object): Containment {
  // Not by the constant: Pulumi's serialiser does not capture what a computed key of a destructuring pattern names.
  const { before: priorState, ...rest } = unindexed<Containment & { [priorStateAttribute]?: unknown }>(item);
  return { ...rest, ...(priorState !== undefined && { priorState }) };
}
