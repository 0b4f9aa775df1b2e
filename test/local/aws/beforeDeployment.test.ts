import assert from "node:assert/strict";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { ServiceQuotas } from "@aws-sdk/client-service-quotas";
import { SSM } from "@aws-sdk/client-ssm";
import { lambdaFunction } from "./functions";
import { member, security, stranger } from "./instance";
import { allow, as, deny, errorName, policy, role, unique } from "./principals";

describe("local AWS: what preflight reads", () => {
  const concurrency = { ServiceCode: "lambda", QuotaCode: "L-B99A9384" };

  it("X52: quotas have AWS's defaults, or the values of a parameter", async () => {
    const settings = { ...(await as(member)), region: "eu-north-1" };
    const quotas = new ServiceQuotas(settings);
    const lambda = new Lambda(settings);
    const asked = async () => [
      (await quotas.getServiceQuota(concurrency)).Quota?.Value,
      (await lambda.getAccountSettings({})).AccountLimit?.ConcurrentExecutions,
      (await quotas.getAWSDefaultServiceQuota(concurrency)).Quota?.Value,
    ];
    assert.deepEqual(await asked(), [1000, 1000, 1000]);
    const Name = "/local-aws/quotas/lambda/L-B99A9384";
    await new SSM(settings).putParameter({ Name, Value: "10", Type: "String" });
    assert.deepEqual(await asked(), [10, 10, 1000]);
    const unknown = quotas.getServiceQuota({ ServiceCode: "lambda", QuotaCode: "L-00000000" });
    assert.equal(await errorName(unknown), "NoSuchResourceException");
  });

  it("X52: Lambda refuses a reservation that leaves fewer than a hundred executions", async () => {
    const { name: FunctionName } = await lambdaFunction({ code: "exports.handler = async () => {};" });
    const settings = await as(security);
    const lambda = new Lambda(settings);
    const Name = "/local-aws/quotas/lambda/L-B99A9384";
    const ssm = new SSM(settings);
    await ssm.putParameter({ Name, Value: "10", Type: "String" });
    try {
      const refused = lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 1 });
      assert.equal(await errorName(refused), "InvalidParameterValueException");
    } finally {
      await ssm.deleteParameter({ Name });
    }
    await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 1 });
    await lambda.deleteFunction({ FunctionName });
  });

  it("X52: a simulation shows the effect of service control policies with their conditions", async () => {
    const organizations = new Organizations(await as(security));
    const Content = policy(deny("ec2:*", "*", { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }));
    const made = await organizations.createPolicy({
      Name: unique("scp"),
      Description: "x",
      Type: "SERVICE_CONTROL_POLICY",
      Content,
    });
    const attached = { PolicyId: made.Policy!.PolicySummary!.Id!, TargetId: member };
    await organizations.attachPolicy(attached);
    try {
      const iam = new IAM(await as(member));
      const PolicySourceArn = await role(member, { statements: [allow("ec2:DescribeVpcs")] });
      const ask = async (action: string, region: string) => {
        const { EvaluationResults } = await iam.simulatePrincipalPolicy({
          PolicySourceArn,
          ActionNames: [action],
          ContextEntries: [
            { ContextKeyName: "aws:RequestedRegion", ContextKeyType: "string", ContextKeyValues: [region] },
          ],
        });
        const [{ EvalDecision, OrganizationsDecisionDetail: detail }] = EvaluationResults as [any];
        return [EvalDecision, detail?.AllowedByOrganizations];
      };
      assert.deepEqual(await ask("ec2:DescribeVpcs", "eu-west-1"), ["allowed", true]);
      assert.deepEqual(await ask("ec2:DescribeVpcs", "us-east-1"), ["explicitDeny", false]);
      assert.deepEqual(await ask("s3:GetObject", "us-east-1"), ["implicitDeny", true]);
    } finally {
      await organizations.detachPolicy(attached);
    }
    // No such policy applies to the management account.
    const iam = new IAM(await as(security));
    const PolicySourceArn = await role(security, { statements: [allow("ec2:*")] });
    const [result] = (await iam.simulatePrincipalPolicy({ PolicySourceArn, ActionNames: ["ec2:DescribeVpcs"] }))
      .EvaluationResults!;
    assert.deepEqual([result!.EvalDecision, result!.OrganizationsDecisionDetail], ["allowed", undefined]);
  });

  it("X52: only the management account and delegated administrators may list administrators and trusted services", async () => {
    const [management, own, other] = await Promise.all(
      [security, member, stranger].map(async (account) => new Organizations(await as(account))),
    );
    const ServicePrincipal = "config.amazonaws.com";
    const ask = (client: Organizations) => client.listDelegatedAdministrators({ ServicePrincipal });
    for (const client of [own!, other!]) {
      assert.equal(await errorName(ask(client)), "AccessDeniedException");
      assert.equal(await errorName(client.listAWSServiceAccessForOrganization({})), "AccessDeniedException");
    }
    assert.deepEqual((await ask(management!)).DelegatedAdministrators, []);
    await management!.registerDelegatedAdministrator({ AccountId: member, ServicePrincipal });
    try {
      assert.deepEqual(
        (await ask(own!)).DelegatedAdministrators?.map(({ Id }) => Id),
        [member],
      );
    } finally {
      await management!.deregisterDelegatedAdministrator({ AccountId: member, ServicePrincipal });
    }
  });

  it("X52: Security Hub has one aggregator per account, which each Region reports where it is on", async () => {
    const at = async (region: string) => new SecurityHub({ ...(await as(member)), region });
    const [here, there, off] = [await at("ap-south-1"), await at("ap-southeast-1"), await at("ap-east-1")];
    await Promise.all([here, there].map((hub) => hub.enableSecurityHub({})));
    const { FindingAggregatorArn } = await here.createFindingAggregator({ RegionLinkingMode: "ALL_REGIONS" });
    const again = there.createFindingAggregator({ RegionLinkingMode: "ALL_REGIONS" });
    assert.equal(await errorName(again), "InvalidInputException");
    const [listed] = (await there.listFindingAggregators({})).FindingAggregators!;
    assert.deepEqual(listed, { FindingAggregatorArn });
    const read = await there.getFindingAggregator({ FindingAggregatorArn });
    assert.equal(read.FindingAggregationRegion, "ap-south-1");
    assert.equal(await errorName(off.listFindingAggregators({})), "InvalidAccessException");
    await here.deleteFindingAggregator({ FindingAggregatorArn });
  });
});
