/**
 * Managed rules whose name is not their identifier in kebab case
 * (https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html).
 */
const identifiers: Record<string, string> = {
  "cloudtrail-enabled": "CLOUD_TRAIL_ENABLED",
  "ec2-instances-in-vpc": "INSTANCES_IN_VPC",
  "multi-region-cloudtrail-enabled": "MULTI_REGION_CLOUD_TRAIL_ENABLED",
  "restricted-common-ports": "RESTRICTED_INCOMING_TRAFFIC",
  "restricted-ssh": "INCOMING_SSH_DISABLED",
};

/**
 * Controls of Control Tower that have another name than the managed rule behind them
 * (https://docs.aws.amazon.com/controltower/latest/controlreference/strongly-recommended-controls.html and
 * https://docs.aws.amazon.com/controltower/latest/controlreference/elective-controls.html give each control's template).
 */
const controlTower: Record<string, string> = {
  RESTRICTED_COMMON_PORTS: "RESTRICTED_INCOMING_TRAFFIC",
  RESTRICTED_SSH: "INCOMING_SSH_DISABLED",
  S3_VERSIONING_ENABLED: "S3_BUCKET_VERSIONING_ENABLED",
};

/**
 * One name for an AWS Config rule, however it was created in an account: directly, by Security Hub
 * (`securityhub-<rule>-<6 or 8 hex>`), as a rule of the organization (`OrgConfigRule-<rule>-<8>`), in a conformance pack
 * (`<rule>-conformance-pack-<suffix>`) or as a control of Control Tower (`AWSControlTower_AWS-GR_<control>`). Prefix and
 * suffix of the first three are taken off only if the ARN says that the service owns the rule. A name in kebab case, as the
 * documentation writes managed rules, becomes the identifier in upper snake case: restricted-ssh is INCOMING_SSH_DISABLED,
 * encrypted-volumes is ENCRYPTED_VOLUMES; the customer's own rules are treated the same way. Any other name, and a generated one
 * such as config-rule-abc123, is kept: only the account knows what it checks, see `runtime/findings/config/lookUpRule.ts`.
 *
 * @param name configRuleName of the event
 * @param arn configRuleARN of the event
 */
export function canonicalRule(name: string, arn: string): string {
  // Control Tower's older controls come from a stack set, so their ARN names no service.
  const control = /^(?:AWSControlTower[_-])?AWS-GR_([A-Z0-9_]+?)(?:-[0-9A-Za-z]{6,})?$/.exec(name)?.[1];
  if (control !== undefined) return Object.hasOwn(controlTower, control) ? controlTower[control]! : control;
  const rule = withoutOwner(name, arn);
  if (Object.hasOwn(identifiers, rule)) return identifiers[rule]!;
  const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(rule);
  const generated = /^config-rule-[a-z0-9]+$/.test(rule);
  return kebab && !generated ? rule.toUpperCase().replaceAll("-", "_") : rule;
}

function withoutOwner(name: string, arn: string): string {
  const owner = /:config-rule\/aws-service-rule\/([a-z-]+)\.amazonaws\.[a-z.]+\//.exec(arn)?.[1];
  const forms: Record<string, RegExp> = {
    securityhub: /^securityhub-(.+)-(?:[0-9a-f]{6}|[0-9a-f]{8})$/,
    "config-multiaccountsetup": /^OrgConfigRule-(.+)-[0-9a-z]{8}$/,
    "config-conforms": /^(.+)-conformance-pack-[0-9a-z]+$/,
  };
  const form = owner !== undefined && Object.hasOwn(forms, owner) ? forms[owner] : undefined;
  return form?.exec(name)?.[1] ?? name;
}
