/** Account ids as the documentation of AWS writes them. */
export const security = "111122223333";
export const member = "444455556666";

/** Where the targets are. */
export const place = { accountId: member, region: "eu-west-1", partition: "aws" };

/** The unit above the member, and the parent of each. */
export const production = "ou-ab12-production";
export const units: Record<string, string> = { [member]: production, [production]: "r-ab12" };
