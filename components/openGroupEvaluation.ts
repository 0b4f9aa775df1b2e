import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { OpenGroupFunction } from "./functions/openGroupFunction";
import { openGroupSettings } from "./functions/settings";
import { NoticeTopic } from "./noticeTopic";
import type { MasterSettings } from "./settings/schema";
import { names } from "./shared/names";

/** The arguments that the evaluation of groups shares with the responses. */
interface Shared {
  partition: string;
  notices: NoticeTopic;
  journal: aws.dynamodb.Table;
}

/**
 * The evaluation of the custom rule, with a topic for the alarms of each further Region; undefined if no account has
 * the rule.
 */
export function evaluateGroups(
  settings: MasterSettings,
  { partition, notices, journal }: Shared,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { accountId, organizationId, regions, memberAccounts, homeRegion, config, alertEmails: emails } = settings;
  if (memberAccounts.length === 0 && !config.rules.includes(names.openGroupRule)) return [];
  const topicIn = (region: string) =>
    region === homeRegion
      ? notices
      : new NoticeTopic(`notices-${region}`, { accountId, partition, emails, region }, opts);
  const topics = Object.fromEntries(regions.map((region) => [region, topicIn(region).topic]));
  const own = openGroupSettings(settings);
  const evaluation = { settings: own, journal, regions, accountId, organizationId, partition, topics };
  return [new OpenGroupFunction(openGroups, evaluation, opts)];
}
