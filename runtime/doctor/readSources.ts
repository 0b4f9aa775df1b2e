import type { ConfigService } from "@aws-sdk/client-config-service";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Lambda } from "@aws-sdk/client-lambda";
import { pages } from "../aws/pages";
import type { ConfigRuleState, RecorderState } from "./observations";

/**
 * The status of the detector, undefined if there is none
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html).
 */
export async function readDetector(guardDuty: GuardDuty): Promise<string | undefined> {
  const DetectorId = (await guardDuty.listDetectors({})).DetectorIds?.[0];
  if (!DetectorId) return undefined;
  return (await guardDuty.getDetector({ DetectorId })).Status;
}

/**
 * The recorder, undefined if there is none; recorders that belong to a service of AWS are not listed
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html).
 */
export async function readRecorder(config: ConfigService): Promise<RecorderState | undefined> {
  const status = (await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus?.[0];
  if (!status) return undefined;
  const { recording = false, lastStatus, lastErrorCode, lastErrorMessage } = status;
  const lastError = [lastErrorCode, lastErrorMessage].filter(Boolean).join(": ");
  return { recording, ...(lastStatus && { lastStatus }), ...(lastError && { lastError }) };
}

/** Rules whose evaluations are asked for at once: https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRuleEvaluationStatus.html */
const rulesAtOnce = 50;

/** Those of the named rules that exist. */
export async function readConfigRules(config: ConfigService, names: string[]): Promise<ConfigRuleState[]> {
  // Asked for by name, a rule that does not exist would be an error for all of them.
  const all = await pages(
    (NextToken) => config.describeConfigRules({ ...(NextToken && { NextToken }) }),
    (page) => page.ConfigRules,
    (page) => page.NextToken,
  );
  const rules = all.filter((rule) => names.includes(rule.ConfigRuleName ?? ""));
  const errors = await readErrors(
    config,
    rules.map((rule) => rule.ConfigRuleName!),
  );
  return rules.map(({ ConfigRuleName: name = "", ConfigRuleState: state = "", Source }) => ({
    name,
    state,
    ...(errors[name] && { error: errors[name] }),
    ...(Source?.Owner === "CUSTOM_LAMBDA" && Source.SourceIdentifier && { functionArn: Source.SourceIdentifier }),
  }));
}

/** Of the rules whose last evaluation failed: it is told with the time of the failure and goes on standing there. */
async function readErrors(config: ConfigService, ConfigRuleNames: string[]): Promise<Record<string, string>> {
  if (ConfigRuleNames.length === 0) return {};
  const statuses = await pages(
    (NextToken) =>
      config.describeConfigRuleEvaluationStatus({
        ConfigRuleNames,
        Limit: rulesAtOnce,
        ...(NextToken && { NextToken }),
      }),
    (page) => page.ConfigRulesEvaluationStatus,
    (page) => page.NextToken,
  );
  const failed = statuses.filter(
    ({ LastErrorCode, LastFailedEvaluationTime: at, LastSuccessfulEvaluationTime: well }) =>
      LastErrorCode && (!well || !at || at > well),
  );
  return Object.fromEntries(
    failed.map(({ ConfigRuleName, LastErrorCode, LastErrorMessage }) => [
      ConfigRuleName!,
      [LastErrorCode, LastErrorMessage].filter(Boolean).join(": "),
    ]),
  );
}

/** Whose rule AWS Config evaluates. */
export interface RuleOwner {
  account: string;
  /** The organization that the account is of; no other account can be examined. */
  organizationId: string;
}

/**
 * Whether a function admits AWS Config for an account, which is told by its id or by its organization
 * (https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html).
 */
export async function isAdmitted(
  lambda: Lambda,
  FunctionName: string,
  { account, organizationId }: RuleOwner,
): Promise<boolean> {
  const { Policy = "{}" } = await lambda.getPolicy({ FunctionName });
  const told: Record<string, string> = { "aws:sourceaccount": account, "aws:sourceorgid": organizationId };
  const statements: any[] = JSON.parse(Policy).Statement ?? [];
  return statements.some(({ Effect, Principal, Condition }) => {
    const wanted = Object.entries(Condition?.StringEquals ?? {});
    return (
      Effect === "Allow" &&
      Principal?.Service === "config.amazonaws.com" &&
      wanted.length > 0 &&
      wanted.every(([key, value]) => [value].flat().includes(told[key.toLowerCase()]))
    );
  });
}
