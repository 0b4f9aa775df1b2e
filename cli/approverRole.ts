import type { Directory } from "../components/documents/directoryContent";
import { exceptionApproverArn } from "../components/shared/names";
import { isDenied } from "../runtime/lib/errors";
import type { RoleCredentials } from "./aws/clients";
import { callAws, problem } from "./problem";
import type { World } from "./world";

/**
 * Assumes the approver role, the only one that may sign with the key of the exceptions.
 *
 * @throws Problem that says who may, if the user may not
 */
export async function assumeApprover(world: World, directory: Directory): Promise<RoleCredentials> {
  const RoleArn = exceptionApproverArn(directory);
  const { Credentials } = await callAws(`assume the role ${RoleArn}`, "approverPolicy", async () => {
    const sts = await world.aws.sts();
    const { Arn } = await sts.getCallerIdentity({});
    return sts.assumeRole({ RoleArn, RoleSessionName: sessionName(Arn!) }).catch((error: unknown) => {
      if (!isDenied(error)) throw error;
      throw problem(
        `Access denied: ${Arn} may not assume ${RoleArn}, the only role that grants exceptions. It must be among the ` +
          "`approvers` of the security account's stack, and it needs the policy in the output approverPolicy.",
      );
    });
  });
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}

/**
 * A session name that shows in CloudTrail who used the role:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const sessionName = (arn: string) =>
  (arn.split("/").at(-1) ?? arn)
    .replace(/[^\w+=,.@-]/g, "-")
    .slice(0, 64)
    .padEnd(2, "-");
