import { consolePage } from "../../../runtime/findings/consolePage";
import { inFull, type Target } from "../../../runtime/model/target";
import { targetType } from "../../../runtime/resources";
import type { AccountText } from "../../accountNames";
import { isConsoleLink } from "../../report/link";

/** A resource for a page: what it is, where, and its page in the AWS console. */
export interface Resource {
  id: string;
  kind: string;
  arn: string;
  /** The id, and the name if it is known. */
  account: string;
  accountId: string;
  region: string;
  link?: string;
}

/** A link into the AWS console, or nothing for any other address. */
export const awsLink = (address: string | undefined): string | undefined =>
  address !== undefined && isConsoleLink(address) ? new URL(address).href : undefined;

/** A target with the name of its account. */
export function resourceOf(target: Target, accountText: AccountText): Resource {
  const { kind, arn, accountId, region } = target;
  const link = linkOf(target);
  return { id: inFull(target), kind, arn, account: accountText(accountId), accountId, region, ...(link && { link }) };
}

function linkOf(target: Target): string | undefined {
  const type = targetType(target.kind);
  if (!type) return undefined;
  const id = (target.name ?? target.id).split("/").map(encodeURIComponent).join("/");
  return awsLink(consolePage(target, ...type.consolePage(id)));
}
