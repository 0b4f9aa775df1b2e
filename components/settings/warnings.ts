import { matchesWildcard } from "../../runtime/lib/wildcard";
import type { ModeRule } from "../../runtime/model/responderSettings";
import { knownTypes } from "./findingTypes";
import { peopleWarnings } from "./people";
import type { Settings } from "./schema";
import { stackSetsWarnings } from "./stackSets";

/**
 * Settings that are valid but probably have no effect, one sentence each: rules after a rule that matches everything,
 * accounts without a stack, unknown finding types, commands that no one may give.
 *
 * @param accounts the accounts of all stack files; empty if the files are not available
 */
export function warningsOf(settings: Settings, accounts: string[]): string[] {
  if (settings.kind !== "master") return [];
  const known = new Set([...accounts, settings.accountId, ...settings.memberAccounts]);
  // The accounts of StackSets have no stack file.
  const areAllKnown = accounts.length > 0 && !settings.stackSets;
  return Object.entries(settings.responses)
    .flatMap(([name, { modes, findingTypes = [] }]) => [
      ...unreachable(modes).map((index) => {
        const all = modes.findIndex(takesAll);
        return `responses.${name}.modes.${index} never decides: modes.${all} before it matches every finding`;
      }),
      ...(areAllKnown ? modes : []).flatMap(({ accounts: named = [] }, index) =>
        named
          .filter((account) => !known.has(account))
          .map(
            (account) => `responses.${name}.modes.${index} names account ${account}, which is in no stack file here`,
          ),
      ),
      ...modes.flatMap(({ types = [] }, index) => unknown(types, `responses.${name}.modes.${index}.types`)),
      ...unknown(findingTypes, `responses.${name}.findingTypes`),
    ])
    .concat(unknown(settings.alwaysNotify, "alwaysNotify"), peopleWarnings(settings), stackSetsWarnings(settings));
}

const takesAll = ({ accounts, organizationalUnits, severities, types }: ModeRule) =>
  !accounts && !organizationalUnits && !severities && !types;

function unreachable(modes: ModeRule[]): number[] {
  const all = modes.findIndex(takesAll);
  return all < 0 ? [] : modes.map((_, index) => index).filter((index) => index > all);
}

/** AWS Config rules and controls may be custom ones, but all GuardDuty types are known. */
const unknown = (types: string[], where: string): string[] =>
  types
    .filter((type) => !/^(Config:Rule|SecurityHub:Control|Operator:)/.test(type))
    .filter((type) => !knownTypes.some((known) => matchesWildcard(type, known)))
    .map((type) => `${where} has ${type}, which matches no finding type that this version knows`);
