import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { parse, stringify } from "yaml";
import { inventoryFile } from "../../cli/fleet/inventory/schema";
import { rootOf } from "./accounts";
import { project as root } from "./stackFiles";

/**
 * Makes a folder one of which `firebreak fleet` deploys: with a project file that runs this program, from any folder.
 *
 * @param inventory its values; none for a folder with stack files
 */
export async function layOutFleet(folder: string, inventory?: Record<string, unknown>): Promise<void> {
  const project = parse(await readFile(path.join(root, "Pulumi.yaml"), "utf8"));
  await writeFile(path.join(folder, "Pulumi.yaml"), stringify({ ...project, main: path.join(root, "index.ts") }));
  if (inventory) await writeFile(path.join(folder, inventoryFile), stringify(inventory));
}

/** Makes the role by which an account's stack is deployed; the security account may assume it. */
export async function makeDeployer(
  endpoint: string,
  { account, security, name, path: Path = "/" }: { account: string; security: string; name: string; path?: string },
): Promise<void> {
  const iam = new IAM(rootOf(account, endpoint));
  const trust = { Effect: "Allow", Principal: { AWS: security }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await iam.createRole({ RoleName: name, Path, AssumeRolePolicyDocument });
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [everything] });
  await iam.putRolePolicy({ RoleName: name, PolicyName: "deploy", PolicyDocument });
  iam.destroy();
}

/** The operations of a stack that began and whose end is not in its state. */
export function pendingOf(folder: string, stack: string, environment: Record<string, string>): any[] {
  const cwd = path.join(folder, ".firebreak", "stacks", stack);
  const options = {
    cwd,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  } as const;
  const { deployment } = JSON.parse(execFileSync("pulumi", ["stack", "export", "--stack", stack], options));
  return deployment.pending_operations ?? [];
}
