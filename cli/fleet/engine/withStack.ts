import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type InlineProgramArgs,
  LocalWorkspace,
  type LocalWorkspaceOptions,
  PulumiCommand,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation";
import { namespace } from "../../../components/settings/problems";
import { problem } from "../../problem";
import type { Job } from "../rollout/engine";

type Program = (() => Promise<any>) | undefined;

/** Finding out its version is a run of the CLI: once in a process. */
let found: Promise<PulumiCommand> | undefined;

/**
 * Selects the stack of a job and works with it. Only a deployment creates it. A preview of a stack that does not exist runs in a
 * state of its own that is removed again, so that it leaves no trace.
 *
 * @returns undefined if there is nothing to destroy
 * @throws Problem if a stack that must exist does not
 */
export async function withStack<Result>(
  { stack: stackName, workspace, command, secretsProvider }: Job,
  program: Program,
  work: (stack: Stack) => Promise<Result>,
): Promise<Result | undefined> {
  found ??= PulumiCommand.get();
  const pulumiCommand = await found;
  const open = (how: "selectStack" | "createStack", more: LocalWorkspaceOptions = {}) => {
    const options = { workDir: workspace, pulumiCommand, ...(secretsProvider && ofState(secretsProvider)), ...more };
    return program
      ? LocalWorkspace[how]({ stackName, projectName: namespace, program } satisfies InlineProgramArgs, options)
      : LocalWorkspace[how]({ stackName, workDir: workspace }, options);
  };
  const existing = await open("selectStack").catch((error: unknown) => {
    if (error instanceof StackNotFoundError) return undefined;
    throw error;
  });
  if (existing) return work(existing);
  if (command === "up" || command === "repair") return work(await open("createStack"));
  if (command === "destroy") return undefined;
  if (command === "drift") throw problem("the stack was never deployed");
  const state = await mkdtemp(path.join(tmpdir(), "firebreak-preview-"));
  try {
    const envVars = {
      PULUMI_BACKEND_URL: `file://${state}`,
      // Of a state without secrets. The user's own wins, since a stack file may have secrets.
      PULUMI_CONFIG_PASSPHRASE: process.env["PULUMI_CONFIG_PASSPHRASE"] ?? "preview",
    };
    return await work(await open("createStack", { envVars, secretsProvider: "passphrase" }));
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

/** A stack file in an empty clone does not know the key yet, and the state does. */
const ofState = (secretsProvider: string): LocalWorkspaceOptions => ({
  secretsProvider,
  envVars: { PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true" },
});
