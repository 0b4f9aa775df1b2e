import type { ConfigService } from "@aws-sdk/client-config-service";
import { coded } from "../../lib/errors";
import type { GroupEvaluation } from "../../openGroups/evaluations";
import type { Invocation } from "../../openGroups/invocation";

/** Maximum evaluations per call: https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html */
const batchSize = 100;

/** The token of a test: Config checks the call and stores nothing. */
const testToken = "TESTMODE";

/**
 * Reports the judgements to AWS Config.
 *
 * @throws NotReported with the groups that Config did not accept; Lambda then repeats the whole run
 */
export async function report(
  config: ConfigService,
  { resultToken, at }: Invocation,
  evaluations: GroupEvaluation[],
): Promise<void> {
  const failed: string[] = [];
  for (let start = 0; start < evaluations.length; start += batchSize) {
    const { FailedEvaluations = [] } = await config.putEvaluations({
      ResultToken: resultToken,
      TestMode: resultToken === testToken,
      Evaluations: evaluations.slice(start, start + batchSize).map(({ groupId, compliance, annotation }) => ({
        ComplianceResourceType: "AWS::EC2::SecurityGroup",
        ComplianceResourceId: groupId,
        ComplianceType: compliance,
        Annotation: annotation,
        OrderingTimestamp: at,
      })),
    });
    failed.push(...FailedEvaluations.map((one) => one.ComplianceResourceId ?? "?"));
  }
  if (failed.length === 0) return;
  throw coded(
    "NotReported",
    `AWS Config did not accept ${failed.length} of ${evaluations.length} evaluations: ${failed.join(", ")}`,
  );
}
