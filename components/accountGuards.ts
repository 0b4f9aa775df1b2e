import type * as pulumi from "@pulumi/pulumi";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { ConfigRecorder } from "./configRecorder";
import { ConfigRules } from "./configRules";
import { ensureDetectors } from "./detector";
import { OpenGroupRule } from "./openGroupRule";
import type { Settings } from "./settings/schema";
import { recordedTypes } from "./shared/managedRules";
import { names } from "./shared/names";

/**
 * Enables the finding services of an account, as configured. Both kinds of stacks use it.
 *
 * @param evaluators the evaluation of the custom rule, if it is in the same stack
 */
export async function guardAccount(
  settings: Settings,
  partition: string,
  parent: pulumi.Resource,
  evaluators: pulumi.Resource[] = [],
): Promise<void> {
  const { accountId, regions, config, guardDuty } = settings;
  const { recorder, record, topic, rules, kmsKeyArn, globalRegion = settings.homeRegion } = config;
  const types = record === "all" ? record : recordedTypes(rules);
  const dependsOn = recorder
    ? [new ConfigRecorder("config", { accountId, partition, regions, types, globalRegion, topic }, { parent })]
    : [];
  const managed = rules.filter((rule) => rule !== names.openGroupRule);
  if (managed.length > 0) new ConfigRules("rules", { rules: managed, regions, kmsKeyArn }, { parent, dependsOn });
  if (rules.includes(names.openGroupRule)) {
    const needs = { parent, dependsOn: [...dependsOn, ...evaluators] };
    new OpenGroupRule(openGroups, { ...settings, partition }, needs);
  }
  if (guardDuty.detector) await ensureDetectors(regions, accountId, parent);
}
