import path from "node:path";
import type { Mode, ModeRule } from "../../runtime/model/responderSettings";
import { configOf, keysOf } from "../stackFiles";
import type { World } from "../world";

/** Which mode applies to which findings. */
export interface ModesView {
  /** The file that says so. */
  file: string;
  responses: {
    response: string;
    /** In order: the first that matches decides. */
    rules: { mode: Mode; findings: string }[];
    limits: string;
  }[];
  /** What no response changes. */
  protectedResources: string[];
}

/**
 * The modes in the stack file of the security account, as `policy explain` reads them.
 *
 * @throws Problem that says what is wrong with the file, or where it is looked for
 */
export async function modesView(world: World, stack: string): Promise<ModesView> {
  // Loaded here because the settings are slow to load.
  const { masterSettings } = require("../policy/explain") as typeof import("../policy/explain");
  const settings = masterSettings(await configOf(world.folder, stack), await keysOf(world.folder, stack));
  return {
    file: path.join(world.folder, `Pulumi.${stack}.yaml`),
    responses: Object.entries(settings.responses).map(([response, { modes, containmentsPerHour, largestShare }]) => ({
      response,
      rules: [...modes.map((rule) => ({ mode: rule.mode, findings: findingsOf(rule) })), otherwise(modes)].flat(),
      limits: [
        `at most ${containmentsPerHour} containments in an account and hour`,
        ...(largestShare !== undefined && largestShare < 1
          ? [`at most ${Math.round(largestShare * 100)}% of a group at a time`]
          : []),
      ].join("; "),
    })),
    protectedResources: settings.protectedResources,
  };
}

/** Where no rule matches, nothing is changed. */
const otherwise = (modes: ModeRule[]): { mode: Mode; findings: string }[] =>
  modes.some((rule) => findingsOf(rule) === everything)
    ? []
    : [{ mode: "observe", findings: modes.length > 0 ? "all others" : everything }];

const everything = "all findings";

/** Which findings a rule is for, in words. */
export function findingsOf({ accounts = [], organizationalUnits = [], severities, types }: ModeRule): string {
  const where = [...accounts.map((id) => `account ${id}`), ...organizationalUnits.map((id) => `unit ${id}`)];
  const parts = [
    ...(where.length > 0 ? [`in ${where.join(" or ")}`] : []),
    ...(severities ? [`of severity ${severities.join(" or ")}`] : []),
    ...(types ? [`of type ${types.join(" or ")}`] : []),
  ];
  return parts.length > 0 ? `findings ${parts.join(", ")}` : everything;
}
