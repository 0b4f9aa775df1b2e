import type { Directory } from "../../components/documents/directoryContent";
import { names } from "../../components/shared/names";
import { isDenied } from "../../runtime/lib/errors";
import type { RehearsalClients, RoleCredentials } from "../aws/clients";
import { callAws, problem } from "../problem";
import type { World } from "../world";

/** The account of a rehearsal, and the role to assume there. */
export interface RehearsalAccount {
  account: string;
  region: string;
  role: string;
}

/** @throws Problem that names the setting, if the security account's stack does not list the account for rehearsals */
export function checkNamed({ rehearsalAccounts = [] }: Directory, account: string): void {
  if (rehearsalAccounts.includes(account)) return;
  throw problem(
    `Account ${account} is not listed for rehearsals, so nothing was created there. The setting rehearsalAccounts of the security ` +
      `account's stack lists ${rehearsalAccounts.length > 0 ? rehearsalAccounts.join(", ") : "none"}: add it to ` +
      `firebreak:rehearsalAccounts in Pulumi.yaml, then deploy the security account and the account itself.`,
  );
}

/**
 * Assumes the role in the account of a rehearsal and checks that the account forwards rehearsals. Changes nothing.
 *
 * @throws Problem that names the missing role, policy or setting
 */
export async function enterAccount(
  world: World,
  directory: Directory,
  to: RehearsalAccount,
): Promise<RehearsalClients> {
  const { account, region, role } = to;
  const credentials = await assume(world, `arn:${directory.partition}:iam::${account}:role/${role}`);
  const clients = await world.aws.rehearsal(credentials, region);
  const Name = names.forwardingRehearsals;
  await inAccount(to, `read the rule ${Name}`, () =>
    clients.events.describeRule({ Name }).catch((error: Error) => {
      if (error.name !== "ResourceNotFoundException") throw error;
      throw problem(
        `Account ${account} forwards no rehearsals in ${region}, so nothing was created there. It must be among ` +
          `firebreak:rehearsalAccounts and ${region} among firebreak:regions of its own stack, which must be deployed with this version.`,
      );
    }),
  );
  return clients;
}

async function assume(world: World, RoleArn: string): Promise<RoleCredentials> {
  const { Credentials } = await callAws(`assume the role ${RoleArn}`, "operatorPolicy", async () => {
    const sts = await world.aws.sts();
    const input = { RoleArn, RoleSessionName: "firebreak-rehearse", DurationSeconds: 3600 };
    return sts.assumeRole(input).catch((error: unknown) => {
      if (!isDenied(error)) throw error;
      throw problem(
        `Access denied: ${RoleArn} cannot be assumed, so nothing was created. It must exist, trust you and allow what ` +
          `docs/rehearsal.md lists, and you need sts:AssumeRole on it. AWS says: ${(error as Error).message}`,
      );
    });
  });
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}

/**
 * Calls AWS in the account of a rehearsal.
 *
 * @throws Problem that names the policy, if the role lacks the permission
 */
export async function inAccount<Result>(
  { account, role }: RehearsalAccount,
  what: string,
  call: () => Promise<Result>,
): Promise<Result> {
  return callAws(what, "operatorPolicy", () =>
    call().catch((error: unknown) => {
      throw isDenied(error) ? problem(deniedText(account, role, what, error)) : error;
    }),
  );
}

const deniedText = (account: string, role: string, what: string, error: unknown) =>
  `Access denied: the role ${role} of account ${account} may not ${what}. The policy that it needs is in ` +
  `docs/rehearsal.md. AWS says: ${(error as Error).message}`;
