import { z } from "zod";
import { commonSchemas } from "../findings/commonSchemas";

/** A status change of one SSM Automation execution, in any account and Region. */
export interface AutomationStatus {
  accountId: string;
  region: string;
  executionId: string;
  document: string;
  /** As the API spells it; the events write Canceled for Cancelled. */
  status: string;
  /** Whether it has ended or waits for a person, according to the event; otherwise nothing is recorded. */
  worthFollowing: boolean;
  /** The ARN of the principal that started it; for a session with the session name. */
  executedBy?: string;
  /** When EventBridge got the event; ISO 8601. */
  at: string;
}

/** The `detail-type` of these events. */
export const automationDetailType = "EC2 Automation Execution Status-change Notification";

/** Intermediate statuses, which are not recorded. Waiting for a person is reported, and so is not among them. */
export const automationSteps = [
  "Approved",
  "Cancelling",
  "InProgress",
  "Pending",
  "RunbookInProgress",
  "Scheduled",
  "Waiting",
];

/**
 * A reader of the events of SSM Automation
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html). They are
 * best effort, and others may have started the execution. An unknown status is kept as it is.
 *
 * @returns a function that throws a ZodError for a malformed event, and for one whose execution is in another account or
 * Region than the event
 */
export function automationStatusReader(): (event: unknown) => AutomationStatus {
  const { account, region, time } = commonSchemas();
  const schema = z
    .object({
      source: z.literal("aws.ssm"),
      "detail-type": z.literal(automationDetailType),
      account,
      region,
      time,
      resources: z.array(z.string().max(1000)).max(20).default([]),
      detail: z.object({
        ExecutionId: z.string().regex(/^[0-9A-Za-z-]{36}$/, "must be the id of an execution"),
        Definition: z.string().min(1).max(300),
        Status: z.string().regex(/^[A-Za-z]{1,64}$/, "must be a status such as Success"),
        EndTime: z.string().max(100).nullish(),
        ExecutedBy: z.string().max(2048).nullish(),
      }),
    })
    .superRefine((value, context) => {
      const { ExecutionId } = value.detail;
      const named = value.resources.find((arn) => arn.includes(":automation-execution/"));
      if (named === undefined) return;
      const [, , service, itsRegion, itsAccount, ...rest] = named.split(":");
      const same = service === "ssm" && itsRegion === value.region && itsAccount === value.account;
      if (!same || rest.join(":") !== `automation-execution/${ExecutionId}`) {
        const message = `must be execution ${ExecutionId} of account ${value.account} in ${value.region}`;
        context.addIssue({ code: "custom", path: ["resources", value.resources.indexOf(named)], message });
      }
    });
  return (event) => {
    const { detail, ...envelope } = schema.parse(event);
    const status = detail.Status === "Canceled" ? "Cancelled" : detail.Status;
    return {
      accountId: envelope.account,
      region: envelope.region,
      executionId: detail.ExecutionId,
      document: detail.Definition,
      status,
      worthFollowing: Boolean(detail.EndTime) || !automationSteps.includes(status),
      ...(detail.ExecutedBy && { executedBy: detail.ExecutedBy }),
      at: envelope.time,
    };
  };
}
