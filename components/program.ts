import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { version } from "../runtime/lib/version";
import { accountProvider } from "./account";
import { guardAccount } from "./accountGuards";
import { withBoundary } from "./roleBoundary";
import { withPath } from "./rolePath";
import { type Destinations, readChannelSecrets } from "./settings/channelSecrets";
import { channelSecretsKey } from "./settings/keys";
import { withAccountsOfUnits } from "./settings/organizationalUnits";
import { namespace } from "./settings/problems";
import type { Settings } from "./settings/schema";
import { readSettings } from "./settings/settings";
import { stackFiles } from "./settings/stackFile";
import { warningsOf } from "./settings/warnings";

/** The whole program: settings, the provider bound to the account, its component, and the stack's outputs. */
export async function program(): Promise<Record<string, pulumi.Output<any>>> {
  const config = new pulumi.Config(namespace);
  const files = stackFiles(process.cwd(), namespace);
  const own = files.find(({ stack }) => stack === pulumi.getStack());
  const keys = { all: Object.keys(pulumi.runtime.allConfig()), own: own?.keys ?? [] };
  const settings = readSettings((key) => config.get(key), keys);
  for (const warning of warningsOf(
    settings,
    files.flatMap(({ accountId }) => accountId ?? []),
  )) {
    await pulumi.log.warn(`firebreak:${warning}`);
  }
  const secrets = pulumi.runtime.allConfig()[`${namespace}:${channelSecretsKey}`];
  return resourcesOf(settings, settings.kind === "master" ? readChannelSecrets(secrets, settings.channels) : {});
}

/**
 * Creates all resources of a stack from its settings. Must run in a Pulumi program.
 *
 * @param destinations where the channels deliver to; undefined if that is not known, as in a program that deploys nothing
 * @returns the outputs of the stack, the version of the program among them
 */
export async function resourcesOf(
  settings: Settings,
  destinations?: Destinations,
): Promise<Record<string, pulumi.Output<any>>> {
  const provider = accountProvider(settings);
  const { partition } = await aws.getPartition({}, { provider });
  if (settings.regions.length === 0) settings.regions = await enabledRegions(provider);
  if (settings.kind === "master") {
    settings.responses = await withAccountsOfUnits(settings.responses, (unit) => accountsOfUnit(unit, provider));
  }
  const opts = {
    provider,
    transformations: [...withBoundary(settings.permissionsBoundary), ...withPath(settings.rolePath)],
  };
  const account = accountOf(settings, { partition, destinations }, opts);
  await guardAccount(settings, partition, account, "evaluators" in account ? account.evaluators : []);
  return { ...account.outputs, version: pulumi.output(version) };
}

/** Loads only the component that the stack needs: half of the program is code of the functions. */
function accountOf(
  settings: Settings,
  { partition, destinations }: { partition: string; destinations: Destinations | undefined },
  opts: pulumi.ComponentResourceOptions,
) {
  if (settings.kind === "master") {
    const { MasterAccount } = require("./masterAccount") as typeof import("./masterAccount");
    return new MasterAccount("security", { settings, partition, destinations }, opts);
  }
  const { ServiceAccount } = require("./serviceAccount") as typeof import("./serviceAccount");
  return new ServiceAccount("service", { settings, partition }, opts);
}

/**
 * The Regions that are enabled for the account, including opt-in Regions
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
 */
async function enabledRegions(provider: aws.Provider): Promise<string[]> {
  const { names } = await aws.getRegions({}, { provider });
  return [...names].sort();
}

/** Only the management account and delegated administrators may call this API. */
async function accountsOfUnit(parentId: string, provider: aws.Provider): Promise<string[]> {
  const { accounts } = await aws.organizations.getOrganizationalUnitDescendantAccounts({ parentId }, { provider });
  return accounts.map((account) => account.id);
}
