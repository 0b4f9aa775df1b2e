import { readSettings } from "../../components/settings/settings";
import { type Fleet, type PlannedStack, resolveFleet, type Surroundings } from "../fleet/inventory/resolve";
import { type Inventory, inventoryFile } from "../fleet/inventory/schema";
import { problem } from "../problem";

/**
 * Applies a new inventory and checks it as `fleet` and the program of the stacks will.
 *
 * @throws Problem with exit code 2 that names every contradiction
 */
export function checkInventory(inventory: Inventory, surroundings: Surroundings): Fleet {
  const fleet = resolveFleet(inventory, surroundings);
  const { stacks, leftOut } = fleet;
  const security = leftOut.find(({ account }) => account === inventory.securityAccountId);
  // The settings of member accounts differ only in their account.
  const ofEachKind = [true, false].flatMap(
    (kind) => stacks.find(({ isMaster, file }) => isMaster === kind && !file) ?? [],
  );
  const problems = [
    ...(security ? [`the security account ${security.account} is left out: ${security.why}`] : []),
    ...fleet.problems,
    ...ofEachKind.flatMap(problemsOfSettings),
  ];
  if (problems.length === 0) return fleet;
  throw problem(`${inventoryFile} was not written.\n${problems.map((text) => `  - ${text}`).join("\n")}`, 2);
}

function problemsOfSettings({ stack, settings }: PlannedStack): string[] {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  try {
    readSettings((key) => (settings[key] ? text(settings[key].value) : undefined));
    return [];
  } catch (error) {
    return [`${stack}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
