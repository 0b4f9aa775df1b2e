import { z } from "zod";
import { commonSchemas } from "../findings/commonSchemas";

/** The sources of the events about accounts. */
export const accountEventSources = ["aws.organizations", "aws.controltower"];

/** Calls that a person made, and results that the service reports when its work is done. */
export const accountEventDetailTypes = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"];

/**
 * Which account an event is about, by the event's name. They appear in the management account only
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html,
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html,
 * https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html).
 */
const meanings: Record<string, "present" | "moved" | "closed" | "left"> = {
  CreateAccountResult: "present",
  AccountJoinedOrganization: "present",
  MoveAccount: "moved",
  CloseAccountResult: "closed",
  RemoveAccountFromOrganization: "left",
  AccountDepartedOrganization: "left",
  CreateManagedAccount: "present",
  UpdateManagedAccount: "present",
};

/** The names of the events. */
export const accountEventNames = Object.keys(meanings);

/** What happened to an account. */
export interface AccountChange {
  account: string;
  /** The unit that it is in now, if the event says so. */
  unit?: string;
  /** The unit that it was in. */
  from?: string;
  ended?: "closed" | "left";
}

/**
 * A reader of the events about accounts.
 *
 * @param managementAccountId the only account whose events count
 * @returns a function that throws a ZodError for an event of another account, source or kind. It returns undefined for a failed
 *   attempt, and where the event names no account: AWS does not document all of the forms, and the next watch compares anyway
 */
export function accountEventReader(managementAccountId: string): (event: unknown) => AccountChange | undefined {
  const { account } = commonSchemas();
  const text = z.string().max(200);
  const status = z.looseObject({
    state: text.optional(),
    accountId: account.optional(),
    account: z.looseObject({ accountId: account.optional() }).optional(),
    organizationalUnit: z.looseObject({ organizationalUnitId: text.optional() }).optional(),
  });
  const schema = z.object({
    source: z.enum(accountEventSources),
    "detail-type": z.enum(accountEventDetailTypes),
    account: z.literal(managementAccountId),
    detail: z.object({
      eventName: z.enum(accountEventNames),
      errorCode: text.optional(),
      requestParameters: z
        .looseObject({
          accountId: account.optional(),
          sourceParentId: text.optional(),
          destinationParentId: text.optional(),
        })
        .nullish(),
      serviceEventDetails: z.looseObject({ accountId: account.optional() }).nullish(),
    }),
  });
  return (event) => {
    const { eventName, errorCode, requestParameters: asked, serviceEventDetails: details } = schema.parse(event).detail;
    const inner: z.infer<typeof status>[] = [];
    for (const value of Object.values(details ?? {})) {
      const { data } = status.safeParse(value);
      if (data) inner.push(data);
    }
    const isFailed = errorCode !== undefined || inner.some(({ state }) => state !== undefined && state !== "SUCCEEDED");
    if (isFailed) return undefined;
    const found =
      asked?.accountId ??
      details?.accountId ??
      inner.map((one) => one.accountId ?? one.account?.accountId).find(Boolean);
    if (!found) return undefined;
    const meaning = meanings[eventName]!;
    if (meaning === "closed" || meaning === "left") return { account: found, ended: meaning };
    const unit =
      asked?.destinationParentId ??
      inner.map(({ organizationalUnit }) => organizationalUnit?.organizationalUnitId).find(Boolean);
    const from = asked?.sourceParentId;
    return { account: found, ...(unit && { unit }), ...(from && { from }) };
  };
}
