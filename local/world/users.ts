import { IAM } from "@aws-sdk/client-iam";
import { accounts, region, rootOf } from "./accounts";
import type { World } from "./world";

/**
 * Creates a user with the statements as its policy; returns the configuration of its clients.
 *
 * @param account the security account by default
 */
export async function userWith(
  world: World,
  UserName: string,
  statements: object[],
  account: string = accounts.security.id,
) {
  const iam = new IAM(rootOf(account, world.endpoint));
  await iam.createUser({ UserName });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  // A user's own policies may have 2,048 characters in all, a managed one 6,144:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const { Policy } = await iam.createPolicy({ PolicyName: `${UserName}-it`, PolicyDocument });
  await iam.attachUserPolicy({ UserName, PolicyArn: Policy!.Arn! });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  return { endpoint: world.endpoint, region, credentials };
}
