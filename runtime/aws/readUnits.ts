import type { Organizations } from "@aws-sdk/client-organizations";
import { coded, messageOf } from "../lib/errors";
import type { AccountUnits } from "../policy/modes";
import { pages } from "./pages";

/** The one call that reads units. */
export type UnitClient = Pick<Organizations, "listParents">;

/** The root and five levels of units: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostLevels = 6;

/** Seconds for all levels: a containment does not wait longer for Organizations, which allows few calls per second. */
const mostSeconds = 5;

/**
 * The units above an account, from the lowest one to the root; each child has one parent. Only the management account and
 * delegated administrators may read them
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html). Never throws: if a level cannot be read,
 * the answer has the levels below it and says why.
 */
export async function readUnits(organizations: UnitClient, accountId: string): Promise<AccountUnits> {
  const units: string[] = [];
  const abortSignal = AbortSignal.timeout(mostSeconds * 1000);
  try {
    let child = accountId;
    while (units.length < mostLevels) {
      const { id, isRoot } = await parentOf(organizations, child, abortSignal);
      units.push(id);
      if (isRoot) return { units };
      child = id;
    }
    throw coded("NoRoot", `there is no root within ${mostLevels} levels above account ${accountId}`);
  } catch (error) {
    return {
      units,
      unread: abortSignal.aborted ? `no answer within ${mostSeconds} seconds` : messageOf(error),
    };
  }
}

async function parentOf(organizations: UnitClient, ChildId: string, abortSignal: AbortSignal) {
  const [parent] = await pages(
    (NextToken) => organizations.listParents({ ChildId, ...(NextToken && { NextToken }) }, { abortSignal }),
    (page) => page.Parents,
    (page) => page.NextToken,
  );
  if (!parent?.Id) throw coded("NoParent", `Organizations names no parent of ${ChildId}`);
  return { id: parent.Id, isRoot: parent.Type === "ROOT" };
}
