import type { Message } from "../notices/message";
import { operatorCommand } from "../notices/operatorCommand";
import type { Membership } from "./membership";
import { counted, shortened } from "./watchMessages";

/** Maximum number of stacks in one command; the rest is deployed by the command without names. */
const mostStacks = 20;

/** The name of an account's stack in an inventory. */
const stackOf = (account: string) => `service-${account}`;

/**
 * The message about accounts that are new and not covered, were moved, or are no longer members; undefined without any. It
 * repeats nothing of an earlier one.
 *
 * @param stackSetUnits the units whose accounts StackSets deploy
 */
export function membershipMessage(
  { outside, moved, gone }: Pick<Membership, "outside" | "moved" | "gone">,
  stackSetUnits: string[],
): Message | undefined {
  if (outside.length + moved.length + gone.length === 0) return undefined;
  const told = [
    ...(outside.length > 0 ? [`${counted(outside.length, "account")} not covered`] : []),
    ...(moved.length > 0 ? [`${moved.length} moved`] : []),
    ...(gone.length > 0 ? [`${gone.length} closed or gone`] : []),
  ];
  return {
    subject: `organization: ${told.join(", ")}`,
    lines: [
      ...shortened(outside.map(({ account, unit }) => `Not covered: ${account}${unit ? ` in ${unit}` : ""}.`)),
      ...(outside.length > 0 ? toCover(outside, stackSetUnits) : []),
      ...shortened(
        moved.map(
          ({ account, from, to, isCovered }) =>
            `Moved: ${account} from ${from} to ${to}. It is ${isCovered ? "covered" : "not covered"}.`,
        ),
      ),
      ...(moved.length > 0 ? afterMove(moved) : []),
      ...shortened(
        gone.map(
          ({ account, why }) => `No longer examined: ${account}, because ${why}. Firebreak no longer acts there.`,
        ),
      ),
      ...gone.slice(0, 1).map(({ account }) => ({
        before: "To list what is still contained there:",
        command: operatorCommand(`incidents --open --account ${account}`),
      })),
    ],
    attributes: { outcome: outside.length > 0 ? "failed" : "notified" },
  };
}

function toCover(outside: Membership["outside"], stackSetUnits: string[]): Message["lines"] {
  return [
    "Findings from there are not contained.",
    ...(stackSetUnits.length > 0
      ? [
          `StackSets cover the accounts in ${stackSetUnits.join(", ")}. If the account is there, see the operations of the StackSet firebreak-account for why its stack is missing; otherwise move it there.`,
        ]
      : []),
    { before: "To cover accounts of fleet.yaml:", command: operatorCommand(`fleet up${onlyOf(outside)}`) },
    "If an account is left out on purpose, add it to firebreak:notWatched of the security account's stack.",
  ];
}

const afterMove = (moved: Membership["moved"]): Message["lines"] => [
  "Modes that name units count for the new unit already. Groups of fleet.yaml that name units count from the next deployment.",
  { before: "To deploy what the groups now mean:", command: operatorCommand(`fleet up${onlyOf(moved)}`) },
];

/** Names the stacks of a few accounts; of many, all stacks are compared. */
const onlyOf = (accounts: { account: string }[]): string =>
  accounts.length <= mostStacks ? ` --only ${accounts.map(({ account }) => stackOf(account)).join(",")}` : "";
