/** The accounts of the local organization: the security account and two members, each with its stack's name. */
export const accounts = {
  security: { id: "111122223333", stack: "master" },
  payments: { id: "444455556666", stack: "service-payments" },
  website: { id: "777788889999", stack: "service-website" },
} as const;

/** An account that is not in the organization. */
export const stranger = "999900001111";

/** The home Region, as in the stack files, and that of everything that says nothing else. */
export const region = "eu-west-1";

/** Another Region, for what is not in the home Region. */
export const secondRegion = "eu-central-1";

/** What an SDK client of the local AWS is made with; an account's id is the access key of its root user. */
export function rootOf(account: string, endpoint: string, at = region) {
  return { endpoint, region: at, credentials: { accessKeyId: account, secretAccessKey: "local" } };
}
