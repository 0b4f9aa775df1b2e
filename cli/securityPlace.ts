import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { configOf, stacksIn } from "./stackFiles";

/** The security account and its home Region, and the file that says so. */
export interface SecurityPlace {
  account: string;
  region: string;
  file: string;
}

/** The security account of the stack files or the inventory of a folder; undefined if none of them says. Never throws. */
export async function securityPlace(folder: string): Promise<SecurityPlace | undefined> {
  const read = async (file: string) => {
    try {
      return parse(await readFile(path.join(folder, file), "utf8")) ?? {};
    } catch {
      return {};
    }
  };
  const { securityAccountId, homeRegion } = await read("fleet.yaml");
  const found = [placeOf(securityAccountId, homeRegion, "fleet.yaml")];
  for (const stack of await stacksIn(folder).catch(() => [])) {
    const config = await configOf(folder, stack).catch(() => undefined);
    found.push(placeOf(config?.("securityAccountId"), config?.("homeRegion"), `Pulumi.${stack}.yaml`));
  }
  return found.find((place) => place !== undefined);
}

/** The place that a file names, unless it still has the placeholder of the example. */
function placeOf(account: unknown, region: unknown, file: string): SecurityPlace | undefined {
  const id = String(account ?? "");
  if (!/^\d{12}$/.test(id) || /^0+$/.test(id) || typeof region !== "string") return undefined;
  return { account: id, region, file };
}
