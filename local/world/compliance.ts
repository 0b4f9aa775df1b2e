import { type ComplianceType, ConfigService } from "@aws-sdk/client-config-service";
import { configFindingId } from "../../runtime/findings/config/read";
import { region, rootOf } from "./accounts";

/** An AWS Config evaluation of a resource. */
export interface Evaluation {
  account: string;
  /** The rule's name in that account. */
  rule: string;
  resourceType: string;
  resourceId: string;
  compliance: ComplianceType;
}

/** Creates a managed rule that the stacks do not create, under its identifier as name. */
export async function makeRule(endpoint: string, account: string, ConfigRuleName: string): Promise<void> {
  const client = new ConfigService(rootOf(account, endpoint));
  const Source = { Owner: "AWS" as const, SourceIdentifier: ConfigRuleName };
  await client.putConfigRule({ ConfigRule: { ConfigRuleName, Source } });
  client.destroy();
}

/**
 * Sets the result of a rule in the local AWS, which on AWS Config itself determines. Config reports a result only if it
 * differs from the previous one.
 *
 * @returns the id of the resulting finding, if there is one
 */
export async function evaluate(endpoint: string, evaluation: Evaluation): Promise<string> {
  const { account, rule, resourceType, resourceId, compliance } = evaluation;
  const client = new ConfigService(rootOf(account, endpoint));
  await client.putEvaluations({
    ResultToken: `local-aws:${rule}`,
    Evaluations: [
      {
        ComplianceResourceType: resourceType,
        ComplianceResourceId: resourceId,
        ComplianceType: compliance,
        OrderingTimestamp: new Date(),
      },
    ],
  });
  client.destroy();
  return configFindingId({ accountId: account, region, rule, resourceType, id: resourceId });
}
