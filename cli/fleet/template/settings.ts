import { contradictions } from "../../../components/settings/contradictions";
import { type ServiceSettings, service } from "../../../components/settings/schema";
import { problem } from "../../problem";
import { type Inventory, inventoryFile } from "../inventory/schema";
import { here } from "./intrinsics";

const ofAnyAccount = service.omit({ accountId: true });

/**
 * The settings of a template: those of `everywhere`, `defaults` and one group. What `overrides` say about single accounts is not
 * in it.
 *
 * @throws Problem if there is no such group, if the settings contradict each other, or if they are for one account only
 */
export function templateSettings(inventory: Inventory, group: string | undefined): ServiceSettings {
  const { organizationId, securityAccountId, homeRegion, everywhere, defaults, groups } = inventory;
  if (group !== undefined && !groups[group]) {
    const known = Object.keys(groups).join(", ") || "there is none";
    throw problem(`--group is "${group}": it must be a group of ${inventoryFile} (${known})`, 2);
  }
  const identity = { kind: "service", organizationId, securityAccountId, homeRegion };
  const own = group === undefined ? {} : groups[group]!.settings;
  const given = ofAnyAccount.parse({ ...identity, ...everywhere, ...defaults, ...own });
  const settings = { ...given, accountId: here.account };
  const special = onlyOneAccount(settings);
  const wrong = special.length > 0 ? special : contradictions(settings);
  if (wrong.length > 0) {
    throw problem(`${inventoryFile} has no template.\n${wrong.map((text) => `  - ${text}`).join("\n")}`, 2);
  }
  return settings;
}

function onlyOneAccount({ regions, permissionsBoundary }: ServiceSettings): string[] {
  const where = "in defaults, or in the group's settings";
  const owner = permissionsBoundary?.split(":")[4];
  return [
    ...(regions.length === 0
      ? [`regions is missing: a template is for the same Regions in every account. Set it ${where}`]
      : []),
    ...(owner !== undefined && owner !== "aws"
      ? [`permissionsBoundary is a policy of account ${owner}: in a template it must be an AWS managed policy`]
      : []),
  ];
}
