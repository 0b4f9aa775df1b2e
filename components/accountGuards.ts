import type * as pulumi from "@pulumi/pulumi";
import { ConfigRecorder } from "./configRecorder";
import { ConfigRules } from "./configRules";
import { ensureDetectors } from "./detector";
import type { Settings } from "./settings";

/** What finds incidents in an account, as far as the settings ask for it: the same in every account. */
export async function guardAccount(settings: Settings, partition: string, parent: pulumi.Resource): Promise<void> {
  const { accountId, regions, config, guardDuty } = settings;
  const { recorder, topic, rules, kmsKeyArn, globalRegion = settings.homeRegion } = config;
  const dependsOn = recorder
    ? [new ConfigRecorder("config", { accountId, partition, regions, globalRegion, topic }, { parent })]
    : [];
  if (rules.length > 0) new ConfigRules("rules", { rules, regions, kmsKeyArn }, { parent, dependsOn });
  if (guardDuty.detector) await ensureDetectors(regions, accountId, parent);
}
