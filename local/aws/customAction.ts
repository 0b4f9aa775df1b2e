import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

/** A Security Hub custom action, as shown in the console. */
export interface CustomAction {
  /** ARN of the action target. */
  arn: string;
  name: string;
  description: string;
}

/**
 * Simulates a click on a custom action with selected findings: Security Hub sends one event for each finding to the
 * default bus of the action's account.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 *
 * @param endpoint URL of the local AWS.
 * @param findings The selected findings in the AWS Security Finding Format, at most 20.
 * @throws Error if an event is not accepted.
 */
export async function clickCustomAction(endpoint: string, action: CustomAction, findings: object[]): Promise<void> {
  if (findings.length < 1 || findings.length > 20) throw new Error("select 1 to 20 findings");
  const [, , , region, account] = action.arn.split(":");
  if (!region || !account) throw new Error(`"${action.arn}" is not the ARN of a custom action`);
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const client = new EventBridgeClient({ endpoint, region, credentials });
  try {
    for (const finding of findings) {
      const answer = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              Source: "aws.securityhub",
              DetailType: "Security Hub Findings - Custom Action",
              Resources: [action.arn],
              Detail: JSON.stringify({
                actionName: action.name,
                actionDescription: action.description,
                findings: [finding],
              }),
            },
          ],
        }),
      );
      if (answer.FailedEntryCount) throw new Error(`the event was refused: ${JSON.stringify(answer.Entries)}`);
    }
  } finally {
    client.destroy();
  }
}
