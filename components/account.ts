import * as aws from "@pulumi/aws";
import { userError } from "./shared/userError";

/** Where a stack works. */
export interface AccountPlace {
  /** The account of the stack. */
  accountId: string;
  /** Where resources without a Region of their own are, unless `aws:region` of the stack's file says otherwise. */
  homeRegion: string;
}

/**
 * The provider of every resource and data source of a stack: with credentials of another account it refuses to work at all.
 * It stands in the state with its inputs, so it also binds `destroy` and `refresh`, which do not run the program
 * (https://www.pulumi.com/docs/iac/operations/stack-management/run-program/). The provider that Pulumi makes by itself knows no
 * account. Its name makes the engine's error, "AWS account ID not allowed: ...", name both accounts.
 *
 * Pulumi gives the `aws:` settings of a stack's file to its own provider only
 * (https://www.pulumi.com/docs/iac/concepts/resources/providers/), so they are handed on.
 *
 * @throws Error if `aws:allowedAccountIds` leaves the stack's account out
 */
export function accountProvider({ accountId, homeRegion }: AccountPlace): aws.Provider {
  const { forbiddenAccountIds: _, ...given } = { ...aws.config } as unknown as aws.ProviderArgs;
  const allowed = aws.config.allowedAccountIds;
  if (allowed && !allowed.includes(accountId)) {
    throw userError(
      `aws:allowedAccountIds is ${JSON.stringify(allowed)} and does not contain firebreak:accountId, "${accountId}"`,
    );
  }
  const region = given.region ?? homeRegion;
  return new aws.Provider(`account-${accountId}`, { ...given, region, allowedAccountIds: [accountId] });
}
