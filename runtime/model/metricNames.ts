/**
 * The metrics: `decisions` by response and outcome; `timeToContain` by response; `leftOpen`, the targets that a run left less
 * safe, by response; `packedPolicy`, the share of the allowed size that session policies used, by response; `silentPlaces`,
 * `uncoveredAccounts` and `partlyCoveredAccounts` of the doctor's watch. Each set of dimension values is a billed metric, and a search shows 500 of them at
 * most, so accounts are not a dimension: `account` is a field of the log line
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html).
 */
export const metricNames = {
  namespace: "Firebreak",
  decisions: "Decisions",
  timeToContain: "TimeToContain",
  leftOpen: "LeftOpen",
  packedPolicy: "PackedPolicySize",
  silentPlaces: "SilentPlaces",
  uncoveredAccounts: "UncoveredAccounts",
  partlyCoveredAccounts: "PartlyCoveredAccounts",
  response: "service",
  outcome: "outcome",
  account: "account",
};
