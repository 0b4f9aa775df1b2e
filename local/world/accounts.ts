/** The accounts of the local organization: the security account and two member accounts, each with its stack's name. */
export const accounts = {
  security: { id: "111122223333", stack: "master" },
  payments: { id: "444455556666", stack: "service-payments" },
  website: { id: "777788889999", stack: "service-website" },
} as const;

/** An account that is not in the organization. */
export const stranger = "999900001111";

/** The home Region, as in the stack files. It is the default for all resources. */
export const region = "eu-west-1";

/** A second Region, for resources outside the home Region. */
export const secondRegion = "eu-central-1";

/**
 * The configuration of an SDK client for an account's root user in the local AWS; the account's id is its access key.
 */
export function rootOf(account: string, endpoint: string, at = region) {
  return { endpoint, region: at, credentials: { accessKeyId: account, secretAccessKey: "local" } };
}
