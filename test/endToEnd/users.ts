import { IAM } from "@aws-sdk/client-iam";
import { accounts, region, rootOf } from "../../local/world/accounts";
import type { World } from "../../local/world/world";

/** Makes a user of the security account that may do what the statements allow; returns what its clients are made with. */
export async function userWith(world: World, UserName: string, ...statements: object[]) {
  const iam = new IAM(rootOf(accounts.security.id, world.endpoint));
  await iam.createUser({ UserName });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await iam.putUserPolicy({ UserName, PolicyName: "it", PolicyDocument });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  return { endpoint: world.endpoint, region, credentials };
}
