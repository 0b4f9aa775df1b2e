import type { ConfigService } from "@aws-sdk/client-config-service";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Lambda } from "@aws-sdk/client-lambda";
import { pages } from "../aws/pages";
import { inParallel } from "../lib/inParallel";
import type { ConfigRuleState, DetectorState, RecorderState } from "./observations";

/**
 * The detector, undefined if there is none, with everything that can blind it: protections that are off, filters that archive
 * findings, which are then not sent to EventBridge, and lists of trusted addresses
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html,
 * https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html,
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html).
 */
export async function readDetector(guardDuty: GuardDuty): Promise<DetectorState | undefined> {
  const DetectorId = (await guardDuty.listDetectors({})).DetectorIds?.[0];
  if (!DetectorId) return undefined;
  const [detector, suppressing, trusted] = await Promise.all([
    guardDuty.getDetector({ DetectorId }),
    suppressingFilters(guardDuty, DetectorId),
    trustedLists(guardDuty, DetectorId),
  ]);
  const { Status = "", FindingPublishingFrequency = "", Features = [] } = detector;
  const disabled = Features.filter((feature) => feature.Status === "DISABLED").map(({ Name = "" }) => Name);
  return { status: Status, frequency: FindingPublishingFrequency, disabled, suppressing, trusted };
}

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFilter.html */
async function suppressingFilters(guardDuty: GuardDuty, DetectorId: string): Promise<string[]> {
  const names = await pages(
    (NextToken) => guardDuty.listFilters({ DetectorId, MaxResults: 50, ...(NextToken && { NextToken }) }),
    (page) => page.FilterNames,
    (page) => page.NextToken,
  );
  const actions = await inParallel(
    names,
    5,
    async (FilterName) => (await guardDuty.getFilter({ DetectorId, FilterName })).Action,
  );
  return names.filter((_, index) => actions[index] === "ARCHIVE");
}

/**
 * The active lists of addresses and entities
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetIPSet.html,
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetTrustedEntitySet.html).
 */
async function trustedLists(guardDuty: GuardDuty, DetectorId: string): Promise<string[]> {
  const next = (NextToken: string | undefined) => ({ DetectorId, MaxResults: 50, ...(NextToken && { NextToken }) });
  const [addresses, entities] = await Promise.all([
    pages(
      (token) => guardDuty.listIPSets(next(token)),
      (page) => page.IpSetIds,
      (page) => page.NextToken,
    ),
    pages(
      (token) => guardDuty.listTrustedEntitySets(next(token)),
      (page) => page.TrustedEntitySetIds,
      (page) => page.NextToken,
    ),
  ]);
  const lists = [
    ...(await inParallel(addresses, 5, (IpSetId) => guardDuty.getIPSet({ DetectorId, IpSetId }))),
    ...(await inParallel(entities, 5, (TrustedEntitySetId) =>
      guardDuty.getTrustedEntitySet({ DetectorId, TrustedEntitySetId }),
    )),
  ];
  return lists.filter(({ Status }) => Status?.startsWith("ACTIV")).map(({ Name = "" }) => Name);
}

/**
 * The recorder, undefined if there is none; recorders of AWS services are not listed
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html).
 */
export async function readRecorder(config: ConfigService): Promise<RecorderState | undefined> {
  const status = (await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus?.[0];
  if (!status) return undefined;
  const { recording = false, lastStatus, lastErrorCode, lastErrorMessage } = status;
  const lastError = [lastErrorCode, lastErrorMessage].filter(Boolean).join(": ");
  return { recording, ...(lastStatus && { lastStatus }), ...(lastError && { lastError }) };
}

/** Maximum rules per page: https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRuleEvaluationStatus.html */
const rulesAtOnce = 50;

/** Those of the named rules that exist. */
export async function readConfigRules(config: ConfigService, names: string[]): Promise<ConfigRuleState[]> {
  // In a list of names, one rule that does not exist would be an error for all.
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

/** The errors of rules whose last evaluation failed; AWS keeps an old error after later successes. */
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
  /** The organization of the account; accounts of other organizations cannot be examined. */
  organizationId: string;
}

/**
 * Whether a function admits AWS Config for an account, by its id or by its organization
 * (https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html).
 */
export async function isAdmitted(
  lambda: Lambda,
  FunctionName: string,
  { account, organizationId }: RuleOwner,
): Promise<boolean> {
  const { Policy = "{}" } = await lambda.getPolicy({ FunctionName });
  const given: Record<string, string> = { "aws:sourceaccount": account, "aws:sourceorgid": organizationId };
  const statements: any[] = JSON.parse(Policy).Statement ?? [];
  return statements.some(({ Effect, Principal, Condition }) => {
    const wanted = Object.entries(Condition?.StringEquals ?? {});
    return (
      Effect === "Allow" &&
      Principal?.Service === "config.amazonaws.com" &&
      wanted.length > 0 &&
      wanted.every(([key, value]) => [value].flat().includes(given[key.toLowerCase()]))
    );
  });
}
