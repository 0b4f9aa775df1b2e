import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "mocha";
import { layOutLambdaModules } from "../../../local/aws/lambdaModules";
import { type LocalAws, startLocalAws } from "../../../local/aws/localAws";
import { createOrganization } from "../../../local/aws/organization";

/** The security account of the tests: management account of the organization. */
export const security = "111122223333";
/** A member of the organization. */
export const member = "444455556666";
/** An account outside the organization. */
export const stranger = "777788889999";
/** Accounts outside the organization, each for one test that needs an account without anything in it. */
export const emptyAccounts = { stacks: "222233334444", byPulumi: "555566667777", byTemplate: "888899990000" } as const;
/** The Region of the tests. */
export const region = "eu-west-1";

/** A local AWS with an organization of `security` and `member`. */
export interface TestAws extends LocalAws {
  /** Id of the organization. */
  organization: string;
  /** Folder of its state. */
  state: string;
}

let started: Promise<TestAws> | undefined;

/**
 * The one local AWS of this mocha process. It starts with the first call and ends after the last test.
 *
 * Needs FIREBREAK_PYTHON: the Python that has local/aws/requirements.txt installed.
 */
export function testAws(): Promise<TestAws> {
  started ??= start();
  return started;
}

async function start(): Promise<TestAws> {
  const python = process.env.FIREBREAK_PYTHON;
  if (!python) throw new Error("FIREBREAK_PYTHON is not set: it names the Python that runs the local AWS");
  const state = await mkdtemp(path.join(tmpdir(), "firebreak-aws-"));
  try {
    const aws = await startLocalAws({
      python,
      state,
      accounts: [security, member, stranger, ...Object.values(emptyAccounts)],
      lambdaNode: process.execPath,
      lambdaModules: await layOutLambdaModules(path.join(__dirname, "..", "..", ".."), path.join(state, "modules")),
    });
    return { ...aws, state, organization: await createOrganization(aws.endpoint, security, [member], region) };
  } catch (error) {
    await rm(state, { recursive: true, force: true });
    throw error;
  }
}

after(async () => {
  if (!started) return;
  const aws = await started.catch(() => undefined);
  await aws?.stop();
  if (aws) await rm(aws.state, { recursive: true, force: true });
});
