/** Account ids as the documentation of AWS writes them. */
export const security = "111122223333";
export const member = "444455556666";

/** Where the targets are. */
export const place = { accountId: member, region: "eu-west-1", partition: "aws" };
