import { matchesWildcard } from "../../runtime/lib/wildcard";
import type { ModeRule } from "../../runtime/model/responderSettings";
import { knownTypes } from "./findingTypes";
import { peopleWarnings } from "./people";
import type { Settings } from "./schema";

/**
 * What is allowed and most likely has no effect, each a sentence for the person who deploys: rules behind one that takes
 * everything, accounts that no stack has, finding types that no table knows, commands that nobody may give.
 *
 * @param accounts the accounts of all stacks' files; empty if they are not here
 */
export function warningsOf(settings: Settings, accounts: string[]): string[] {
  if (settings.kind !== "master") return [];
  const known = new Set([...accounts, settings.accountId, ...settings.memberAccounts]);
  return Object.entries(settings.responses)
    .flatMap(([name, { modes, findingTypes = [] }]) => [
      ...unreachable(modes).map((index) => {
        const all = modes.findIndex(takesAll);
        return `responses.${name}.modes.${index} never decides: modes.${all} takes every finding before it`;
      }),
      ...(accounts.length > 0 ? modes : []).flatMap(({ accounts: named = [] }, index) =>
        named
          .filter((account) => !known.has(account))
          .map(
            (account) => `responses.${name}.modes.${index} names account ${account}, which no stack's file here has`,
          ),
      ),
      ...modes.flatMap(({ types = [] }, index) => unknown(types, `responses.${name}.modes.${index}.types`)),
      ...unknown(findingTypes, `responses.${name}.findingTypes`),
    ])
    .concat(unknown(settings.alwaysNotify, "alwaysNotify"), peopleWarnings(settings));
}

const takesAll = ({ accounts, organizationalUnits, severities, types }: ModeRule) =>
  !accounts && !organizationalUnits && !severities && !types;

function unreachable(modes: ModeRule[]): number[] {
  const all = modes.findIndex(takesAll);
  return all < 0 ? [] : modes.map((_, index) => index).filter((index) => index > all);
}

/** Rules of AWS Config and controls may be the customer's; GuardDuty's types are all in a table. */
const unknown = (types: string[], where: string): string[] =>
  types
    .filter((type) => !/^(Config:Rule|SecurityHub:Control|Operator:)/.test(type))
    .filter((type) => !knownTypes.some((known) => matchesWildcard(type, known)))
    .map((type) => `${where} has ${type}, which matches no finding type that this version knows`);
