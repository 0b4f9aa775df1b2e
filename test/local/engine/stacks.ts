import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "mocha";
import { engineEnvironment } from "../../../local/engine/environment";
import type { EngineError } from "../../../local/engine/run";
import type { Stack } from "../../../local/engine/stack";
import { region, testAws } from "../aws/instance";

/** The project whose cases the tests deploy. */
const project = "engine-test";
const program = path.join(__dirname, "program");

let engine: Promise<{ folder: string; environment: Record<string, string> }> | undefined;

async function start() {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-engine-test-"));
  const { endpoint } = await testAws();
  return { folder, environment: await engineEnvironment({ folder, endpoint }) };
}

after(async () => {
  const started = await engine?.catch(() => undefined);
  if (started) await rm(started.folder, { recursive: true, force: true });
});

/**
 * A stack of one of the cases, deployed with the root user of an account.
 *
 * @param name Name of the case, which is also the stack's.
 * @param account Id of the account.
 * @param values Configuration of the case.
 */
export async function caseStack(name: string, account: string, values: Record<string, unknown> = {}): Promise<Stack> {
  engine ??= start();
  const { folder, environment } = await engine;
  const entries = Object.entries({ ...values, case: name }).map(([key, value]) => [`${project}:${key}`, value]);
  return {
    name,
    program,
    folder,
    environment: {
      ...environment,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: region,
    },
    config: Object.fromEntries(entries),
  };
}

/** The message with which a run fails. */
export async function failure(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return (error as EngineError).message;
  }
  throw new Error("the run was expected to fail");
}
