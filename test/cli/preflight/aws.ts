import type { PreflightClients } from "../../../cli/preflight/clients";
import { awsError } from "../world";

/** What an operation answers, by `service.operation`; a function gets the input and the Region, an error is thrown. */
export type Answers = Record<string, unknown>;

/** What AWS answers about an account in which nothing blocks the deployment of the shipped stacks. */
export const wellAnswers = (organization: string): Answers => ({
  "config.describeConfigRules": { ConfigRules: [] },
  "config.describeConfigurationRecorders": {},
  "config.describeConfigurationRecorderStatus": {},
  "config.describeDeliveryChannels": {},
  "ec2.describeRegions": { Regions: [{ OptInStatus: "opt-in-not-required" }] },
  "ec2.describeSecurityGroups": { SecurityGroups: [{}] },
  "ec2.describeVpcs": { Vpcs: [{}] },
  "events.listRules": ({ EventBusName }: any) => {
    if (EventBusName !== "default")
      throw awsError("ResourceNotFoundException", `Event bus ${EventBusName} does not exist.`);
    return { Rules: [] };
  },
  "guardduty.listDetectors": { DetectorIds: ["d1"] },
  "guardduty.getDetector": { Status: "ENABLED" },
  "guardduty.getAdministratorAccount": {},
  "iam.getAccountSummary": {
    SummaryMap: { Roles: 20, RolesQuota: 1000, Policies: 3, PoliciesQuota: 1500, AttachedPoliciesPerRoleQuota: 10 },
  },
  "iam.getPolicy": { Policy: { DefaultVersionId: "v3" } },
  "iam.getPolicyVersion": { PolicyVersion: { Document: encodeURIComponent('{"Statement":[]}') } },
  "iam.listRoles": {
    Roles: [
      { RoleName: "people", Arn: "arn:aws:iam::111122223333:role/sso/people", AssumeRolePolicyDocument: "%7B%7D" },
    ],
  },
  "iam.simulateCustomPolicy": allowed,
  "iam.simulatePrincipalPolicy": allowed,
  "kms.listAliases": { Aliases: [] },
  "lambda.getAccountSettings": { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } },
  "lambda.getFunctionConcurrency": awsError("ResourceNotFoundException", "Function not found"),
  "logs.describeLogGroups": { logGroups: [{ logGroupName: "/aws/lambda/firebreak-notify-else" }] },
  "logs.describeResourcePolicies": { resourcePolicies: [] },
  "organizations.describeOrganization": { Organization: { Id: organization, MasterAccountId: "999900001111" } },
  "organizations.listAWSServiceAccessForOrganization": {
    EnabledServicePrincipals: ["guardduty", "securityhub", "config"].map((name) => ({
      ServicePrincipal: `${name}.amazonaws.com`,
    })),
  },
  "organizations.listDelegatedAdministrators": { DelegatedAdministrators: [{ Id: "111122223333" }] },
  "securityhub.describeHub": { HubArn: "arn" },
  "securityhub.getAdministratorAccount": {},
  "securityhub.listFindingAggregators": { FindingAggregators: [{ FindingAggregatorArn: "aggregator" }] },
  "securityhub.getFindingAggregator": { FindingAggregationRegion: "eu-west-1" },
  "servicequotas.getServiceQuota": awsError("NoSuchResourceException", "There is no applied value."),
  "servicequotas.getAWSDefaultServiceQuota": { Quota: { Value: 300 } },
  "sns.getTopicAttributes": awsError("NotFoundException", "Topic does not exist"),
  "sqs.listQueues": {},
  "ssm.describeParameters": { Parameters: [] },
});

/** Allows every action on every resource. */
function allowed({ ActionNames, ResourceArns }: any) {
  return {
    EvaluationResults: ActionNames.flatMap((EvalActionName: string) =>
      ResourceArns.map((EvalResourceName: string) => ({ EvalActionName, EvalResourceName, EvalDecision: "allowed" })),
    ),
  };
}

/** Clients that give these answers. */
export function answering(answers: Answers) {
  const calls: string[] = [];
  let running = 0;
  let most = 0;
  const clients = (region: string): PreflightClients => {
    const service = (name: string) =>
      new Proxy(
        {},
        {
          get: (_, operation: string) =>
            operation === "then"
              ? undefined
              : async (input: unknown) => {
                  const call = `${name}.${operation}`;
                  calls.push(call);
                  most = Math.max(most, ++running);
                  await new Promise((resolve) => setImmediate(resolve));
                  running--;
                  const answer = answers[call];
                  if (answer instanceof Error) throw answer;
                  if (answer === undefined) throw new Error(`nothing answers ${call}`);
                  return typeof answer === "function" ? answer(input, region) : answer;
                },
        },
      );
    return new Proxy(
      {},
      { get: (_, name: string) => (name === "then" ? undefined : service(name)) },
    ) as PreflightClients;
  };
  return { clients, calls, most: () => most };
}
