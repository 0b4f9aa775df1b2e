import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { namespace } from "../../components/settings/problems";
import type { PlannedStack } from "./inventory/resolve";

/** The folder in which Pulumi runs for a stack. */
export interface Workspace {
  folder: string;
  /** What the stack file says, without what Pulumi wrote into it. */
  settings: string;
}

/** Where the workspaces are, below the folder of the program. */
const workspaces = path.join(".firebreak", "stacks");

/** What Pulumi writes into a stack file, and needs again: https://www.pulumi.com/docs/iac/concepts/secrets/ */
const ofPulumi = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Writes a Pulumi workspace for a stack of the inventory: a project file that runs the same program, and the stack file. Each stack
 * has a folder of its own, because Pulumi cannot select two stacks in one workspace at once
 * (https://github.com/pulumi/pulumi/issues/8186), and because it writes into stack files.
 *
 * @param folder the folder of the program
 */
export function layOutWorkspace(folder: string, { stack, settings, deploymentRole }: PlannedStack): Promise<Workspace> {
  const config = Object.entries(settings).map(([key, { value }]) => [`${namespace}:${key}`, value]);
  const provider = {
    "aws:region": settings["homeRegion"]!.value,
    // https://www.pulumi.com/registry/packages/aws/api-docs/provider/#providerassumerole
    ...(deploymentRole && { "aws:assumeRoles": [{ roleArn: deploymentRole, sessionName: "firebreak-fleet" }] }),
  };
  return write(folder, stack, { config: { ...provider, ...Object.fromEntries(config) } });
}

/** Writes a workspace for a stack that has a file in the folder of the program. The file itself stays as it is. */
export async function workspaceOfFile(folder: string, stack: string): Promise<Workspace> {
  const text = await readFile(path.join(folder, `Pulumi.${stack}.yaml`), "utf8").catch(() =>
    readFile(path.join(folder, `Pulumi.${stack}.yml`), "utf8"),
  );
  return write(folder, stack, parse(text) ?? {});
}

async function write(folder: string, stack: string, content: Record<string, unknown>): Promise<Workspace> {
  const workspace = path.join(folder, workspaces, stack);
  await mkdir(workspace, { recursive: true });
  const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
  const main = path.resolve(folder, project.main ?? ".");
  await writeFile(path.join(workspace, "Pulumi.yaml"), stringify({ ...project, main }));
  const file = path.join(workspace, `Pulumi.${stack}.yaml`);
  const earlier: Record<string, unknown> = parse(await readFile(file, "utf8").catch(() => "")) ?? {};
  const kept = Object.fromEntries(ofPulumi.flatMap((key) => (key in earlier ? [[key, earlier[key]]] : [])));
  await writeFile(file, stringify({ ...kept, ...content }));
  const settings = Object.entries(content).filter(([key]) => !ofPulumi.includes(key));
  return { folder: workspace, settings: JSON.stringify([project, settings]) };
}
