import type { Inventory } from "./schema";

/** Who gets a stack, and who gets none and why. */
interface Covered {
  stacks: { account: string; isMaster: boolean; file?: string }[];
  leftOut: { account: string; why: string }[];
}

/**
 * What an inventory names in vain, or twice.
 *
 * @param files the account of each stack file, by stack
 */
export const contradictionsOf = (inventory: Inventory, fleet: Covered, files: Record<string, string>): string[] => [
  ...namedInVain(inventory, fleet),
  ...unknownInRollout(inventory, fleet),
  ...secondFiles(files),
];

/** Accounts that the inventory names although they get no stack from it. */
function namedInVain({ groups, overrides, leftOut, accounts, securityAccountId }: Inventory, fleet: Covered): string[] {
  const stacks = Object.fromEntries(fleet.stacks.map((stack) => [stack.account, stack]));
  const security =
    leftOut[securityAccountId] === undefined ? [] : ["leftOut names the security account, which is always covered"];
  const named = [
    ...Object.keys(overrides).map((account) => ({ account, where: "overrides" })),
    ...Object.entries(groups).flatMap(([name, group]) =>
      (group.accounts ?? []).map((account) => ({ account, where: `groups.${name}` })),
    ),
    ...(accounts === "organization" ? [] : accounts).map((account) => ({ account, where: "accounts" })),
  ];
  const vain = named.flatMap(({ account, where }) => {
    const begin = `${where} names account ${account}`;
    if (account === securityAccountId) {
      return where === "accounts" ? [] : [`${begin}, which is the security account: use security`];
    }
    if (stacks[account]?.file && where === "overrides") {
      return [`${begin}, whose own stack file ${stacks[account].file} is used instead: remove one of them`];
    }
    if (stacks[account]) return [];
    const why = fleet.leftOut.find((left) => left.account === account)?.why;
    if (leftOut[account] !== undefined) return [`${begin}, and leftOut does too (${why})`];
    return [`${begin}, ${why ? `but ${why.replace("the account", "it")}` : "which accounts does not cover"}`];
  });
  return [...vain, ...security];
}

/** What the order of the deployment names although it does not exist. */
function unknownInRollout({ rollout, groups }: Inventory, { stacks }: Covered): string[] {
  const isAccount = (name: string) => stacks.some(({ account, isMaster }) => account === name && !isMaster);
  const inCanary = rollout.canary.filter((name) => !groups[name] && !isAccount(name));
  return [
    ...inCanary.map(
      (name) => `rollout.canary names ${name}, which is neither a group nor a member account with a stack`,
    ),
    ...rollout.waves
      .filter((name) => !groups[name])
      .map((name) => `rollout.waves names ${name}: the groups are ${Object.keys(groups).join(", ") || "none"}`),
  ];
}

/** Stack files of an account that has another one already. */
function secondFiles(files: Record<string, string>): string[] {
  const stacks = Object.keys(files);
  const twice = stacks.filter((stack) => stacks.some((other) => other < stack && files[other] === files[stack]));
  return twice.map(
    (stack) => `Pulumi.${stack}.yaml is the second stack file of account ${files[stack]}: remove one of them`,
  );
}
