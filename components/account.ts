import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { didYouMean } from "../runtime/lib/nearest";
import { userError } from "./shared/userError";

/** The account and Region of a stack. */
export interface AccountPlace {
  /** The account of the stack. */
  accountId: string;
  /** The Region of resources without their own Region, unless the stack file sets `aws:region`. */
  homeRegion: string;
}

/**
 * The provider of every resource and data source of a stack. It refuses credentials of another account. The state has
 * its inputs, so it also protects `destroy` and `refresh`, which do not run the program
 * (https://www.pulumi.com/docs/iac/operations/stack-management/run-program/). Pulumi's default provider is not bound to
 * an account. The provider's name has the account's id, so that the engine's error, "AWS account ID not allowed: ...",
 * names both accounts.
 *
 * Pulumi passes the `aws:` settings of a stack file only to its default provider
 * (https://www.pulumi.com/docs/iac/concepts/resources/providers/), so they are copied here.
 *
 * @throws Error if a key of the stack file is no setting of the provider, which would ignore it, or if `aws:allowedAccountIds` does not contain the stack's account
 */
export function accountProvider({ accountId, homeRegion }: AccountPlace): aws.Provider {
  refuseUnknownKeys();
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

function refuseUnknownKeys(): void {
  const known = Object.keys(aws.config).filter((key) => key !== "requireRegion");
  const unknown = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith("aws:"))
    .map((key) => key.slice("aws:".length))
    .filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  const lines = unknown.map((key) => `aws:${key} is not a setting of the AWS provider${didYouMean(key, known)}`);
  throw userError(lines.join("\n"));
}
