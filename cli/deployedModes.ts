import type { Directory } from "../components/documents/directoryContent";
import { inParallel } from "../runtime/lib/inParallel";
import type { AppliedModes, ModeRule } from "../runtime/model/responderSettings";
import { functionOf } from "./directory";
import { invoke } from "./invoke";
import type { World } from "./world";

/** What decides how a response answers findings, as it is deployed. */
export interface DeployedModes extends AppliedModes {
  response: string;
}

/** How many functions are asked at the same time. */
const atOnce = 4;

/** The modes that the functions of the responses have. */
export const deployedModes = (world: World, directory: Directory): Promise<DeployedModes[]> =>
  inParallel(directory.responses, atOnce, async (response) => {
    const receiver = { functionName: functionOf(directory, response), alias: "read" } as const;
    return { response, ...(await invoke<AppliedModes>(world, receiver, { command: "modes" })) };
  });

/** A rule of the modes in words: the mode, and for which findings it is. */
export type RuleText = [mode: string, findings: string];

/** The rules in order, of which the first that matches decides. Where none matches, nothing is changed. */
export function ruleTexts(modes: ModeRule[]): RuleText[] {
  const rules = modes.map((rule): RuleText => [rule.mode, findingsOf(rule)]);
  if (rules.some(([, findings]) => findings === everything)) return rules;
  return [...rules, ["observe", rules.length > 0 ? "all other findings" : everything]];
}

const everything = "all findings";

function findingsOf({ accounts = [], organizationalUnits = [], severities, types }: ModeRule): string {
  const where = [...accounts.map((id) => `account ${id}`), ...organizationalUnits.map((id) => `unit ${id}`)];
  const parts = [
    ...(where.length > 0 ? [`in ${where.join(" or ")}`] : []),
    ...(severities ? [`of severity ${severities.join(" or ")}`] : []),
    ...(types ? [`of type ${types.join(" or ")}`] : []),
  ];
  return parts.length > 0 ? `findings ${parts.join(", ")}` : everything;
}

/** How much a response may do, in words. */
export function limitsText({ containmentsPerHour, largestShare = 1 }: AppliedModes): string {
  const share = largestShare < 1 ? `; at most ${Math.round(largestShare * 100)}% of a group at a time` : "";
  return `at most ${containmentsPerHour} containments in an account and hour${share}`;
}
