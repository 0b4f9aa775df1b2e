/**
 * What CloudWatch gets, by name: `decisions` by response and outcome, `timeToContain` and `leftOpen`, the targets that a run
 * left less safe than they were, by response; `packedPolicy`, how much of what AWS takes the policies of sessions had, by
 * response; `silentPlaces` and `uncoveredAccounts` of the doctor's watch. Each set of dimension values is a metric that is paid for, and a search shows
 * 500 of them at most, so accounts are no dimension: `account` is a field of the log line
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
  response: "service",
  outcome: "outcome",
  account: "account",
};
