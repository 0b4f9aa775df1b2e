/** A quota as Service Quotas knows it. */
export interface Quota {
  service: string;
  code: string;
  /** Its name there. */
  name: string;
}

/** The quotas that AWS raises on request: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
export const quotas = {
  concurrency: { service: "lambda", code: "L-B99A9384", name: "Concurrent executions" },
  rules: { service: "events", code: "L-244521F2", name: "Number of rules" },
  roles: { service: "iam", code: "L-FE177D64", name: "Roles per account" },
  policiesPerRole: { service: "iam", code: "L-0DA4ABF3", name: "Managed policies per role" },
  policies: { service: "iam", code: "L-E95E4862", name: "Customer managed policies per account" },
  groups: { service: "vpc", code: "L-E79EC296", name: "VPC security groups per Region" },
} satisfies Record<string, Quota>;

/** The quotas that AWS does not raise. */
export const fixedQuotas = {
  /**
   * Not counting policies of a single log group:
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
   */
  logPolicies: 10,
  /** https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
  configRules: 1000,
};

/** The command that asks AWS for a higher quota: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html */
export const raiseCommand = ({ service, code }: Quota, value: number, region: string): string =>
  `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} ` +
  `--desired-value ${value} --region ${region}`;
