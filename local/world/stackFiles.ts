import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { accounts, region } from "./accounts";

/** The project's folder, where the stack files are. */
export const project = path.join(__dirname, "..", "..");

/** ARNs of users of the security account, in the form of the settings. */
const people = (...names: string[]) =>
  JSON.stringify(names.map((name) => `arn:aws:iam::${accounts.security.id}:user/${name}`));

/**
 * Writes the stack files of the local accounts: the shipped files with replaced placeholders, Security Hub on, every
 * response enabled, and the users who may give commands.
 *
 * @param change makes further edits to the text of a file
 * @returns the path of each stack file by the stack's name
 */
export async function writeStackFiles(
  folder: string,
  organizationId: string,
  change: (stack: string, text: string) => string = (_, text) => text,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const members = Object.values(accounts)
    .map(({ id }) => id)
    .filter((id) => id !== accounts.security.id);
  const files: Record<string, string> = {};
  for (const { id, stack } of Object.values(accounts)) {
    const shipped = await readFile(path.join(project, `Pulumi.${stack}.yaml`), "utf8");
    const filled = shipped
      // The real provider looks for a bucket at a host of its own, which an IP address does not have.
      .replace(/^config:$/m, "config:\n  aws:s3UsePathStyle: true")
      .replace(/^(\s+firebreak:accountId:).*$/m, `$1 "${id}"`)
      .replace(/^(\s+firebreak:securityAccountId:).*$/m, `$1 "${accounts.security.id}"`)
      .replace(/^(\s+firebreak:organizationId:).*$/m, `$1 ${organizationId}`)
      .replace(/^(\s+firebreak:memberAccounts:).*$/m, `$1 ${JSON.stringify(members)}`)
      .replace(/^ +# firebreak:regions: .*$/m, `  firebreak:regions:\n    - ${region}`)
      .replace("# firebreak:securityHub", "firebreak:securityHub")
      // Many tests share an account and an hour.
      .replace("# firebreak:noticesPerHour: 20", "firebreak:noticesPerHour: 1000")
      .replace(/^(\s+firebreak:operators:).*$/m, `$1 ${people("analyst*", "operator")}`)
      .replace(/^(\s+firebreak:approvers:).*$/m, `$1 ${people("approver*", "operator")}`)
      .replaceAll(/^( +- mode: )(?:approve|observe)$/gm, "$1contain");
    files[stack] = path.join(folder, `Pulumi.${stack}.yaml`);
    await writeFile(files[stack], change(stack, filled));
  }
  return files;
}
