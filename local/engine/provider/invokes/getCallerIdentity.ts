import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Invoke } from "./invoke";

export const getCallerIdentity: Invoke = {
  args: [],
  async answer(_, aws) {
    const found = await aws.client(STSClient).send(new GetCallerIdentityCommand({}));
    return { id: found.Account, accountId: found.Account, arn: found.Arn, userId: found.UserId };
  },
};
