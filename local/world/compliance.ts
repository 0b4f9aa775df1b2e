import { type ComplianceType, ConfigService } from "@aws-sdk/client-config-service";
import { configFindingId } from "../../runtime/findings/config/read";
import { region, rootOf } from "./accounts";

/** What AWS Config finds out about a resource. */
export interface Evaluation {
  account: string;
  /** The rule's name in that account. */
  rule: string;
  resourceType: string;
  resourceId: string;
  compliance: ComplianceType;
}

/**
 * Lets a rule of the local AWS find something out, which on AWS is Config's own work. Config tells it only if it differs
 * from what was found before.
 *
 * @returns the id of the finding that comes of it, if it is one
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
