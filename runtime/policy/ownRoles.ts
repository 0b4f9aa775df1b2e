import type { Target } from "../model/target";

/** A role of the product, as it is deployed. */
export interface OwnRole {
  name: string;
  /** The only account that has it; if left out, all accounts of the organization. */
  account?: string;
  /** Its trust policy; `{account}` stands for the account's id. */
  trust: string;
}

const isSameName = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

/** The role of the product that has exactly this name in this account; undefined if there is none. */
export function ownRoleNamed(
  { kind, id, accountId }: Pick<Target, "kind" | "id" | "accountId">,
  roles: OwnRole[] = [],
) {
  if (kind !== "iam-role") return undefined;
  return roles.find(({ name, account }) => isSameName(name, id) && (!account || account === accountId));
}
