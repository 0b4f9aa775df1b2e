import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { namespace } from "../../components/settings/problems";
import type { PlannedStack } from "./inventory/resolve";

/** Where the workspaces of stacks without a stack file are, below the folder of the program. */
const workspaces = path.join(".firebreak", "stacks");

/** What Pulumi writes into a stack file, and needs again: https://www.pulumi.com/docs/iac/concepts/secrets/ */
const ofPulumi = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Writes a Pulumi workspace for a stack of the inventory: a project file that runs the same program, and the stack file. Each stack
 * has a folder of its own, because Pulumi cannot select two stacks in one workspace at once
 * (https://github.com/pulumi/pulumi/issues/8186), and because it writes into stack files.
 *
 * @param folder the folder of the program
 * @returns the folder of the workspace
 */
export async function layOutWorkspace(
  folder: string,
  { stack, settings, deploymentRole }: PlannedStack,
): Promise<string> {
  const workspace = path.join(folder, workspaces, stack);
  await mkdir(workspace, { recursive: true });
  const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
  const main = path.resolve(folder, project.main ?? ".");
  await writeFile(path.join(workspace, "Pulumi.yaml"), stringify({ ...project, main }));
  const file = path.join(workspace, `Pulumi.${stack}.yaml`);
  const earlier: object = parse(await readFile(file, "utf8").catch(() => "")) ?? {};
  const kept = Object.entries(earlier).filter(([key]) => ofPulumi.includes(key));
  const config = Object.entries(settings).map(([key, { value }]) => [`${namespace}:${key}`, value]);
  const provider = {
    "aws:region": settings["homeRegion"]!.value,
    // https://www.pulumi.com/registry/packages/aws/api-docs/provider/#providerassumerole
    ...(deploymentRole && { "aws:assumeRoles": [{ roleArn: deploymentRole, sessionName: "firebreak-fleet" }] }),
  };
  await writeFile(
    file,
    stringify({ ...Object.fromEntries(kept), config: { ...provider, ...Object.fromEntries(config) } }),
  );
  return workspace;
}
