import type { Given, Inventory } from "./schema";

/** The setting of the security account: accounts that are left out for a reason are not missed either. */
export function notWatched({ leftOut, security }: Inventory): Given {
  const left = Object.keys(leftOut);
  if (left.length === 0) return {};
  const { notWatched: own = [] } = security as { notWatched?: string[] };
  return { notWatched: [...new Set([...own, ...left])] };
}
