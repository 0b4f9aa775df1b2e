import type { Properties } from "../properties";
import type { Session } from "../session";
import { getDetector } from "./getDetector";
import { getOrganizationalUnitDescendantAccounts } from "./getOrganizationalUnitDescendantAccounts";
import { getPartition } from "./getPartition";
import { getRegions } from "./getRegions";
import type { Invoke } from "./invoke";

const invokes: Record<string, Invoke> = {
  "aws:guardduty/getDetector:getDetector": getDetector,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegions:getRegions": getRegions,
  "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts":
    getOrganizationalUnitDescendantAccounts,
};

/**
 * Answers a data source.
 *
 * @throws Error for an unknown data source, and for unsupported arguments.
 */
export async function invoke(token: string, args: Properties, session: Session): Promise<Properties> {
  const found = Object.hasOwn(invokes, token) ? invokes[token] : undefined;
  const where = "local/engine/provider/invokes";
  if (!found) throw new Error(`the local provider does not know the data source ${token}: add it to ${where}/index.ts`);
  const unknown = Object.keys(args).filter((key) => ![...found.args, "region", "id"].includes(key));
  if (unknown.length > 0) throw new Error(`${token} does not know "${unknown.join('", "')}" here: add it in ${where}`);
  return found.answer(args, session.in(args.region));
}
