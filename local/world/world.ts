import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { layOutLambdaModules } from "../aws/lambdaModules";
import { startLocalAws } from "../aws/localAws";
import { createOrganization, createUnits } from "../aws/organization";
import { engineEnvironment } from "../engine/environment";
import { outputs, type Stack, up } from "../engine/stack";
import { accounts, region, stranger } from "./accounts";
import { administerGuardDuty } from "./guardDutyAdministrator";
import { project, writeStackFiles } from "./stackFiles";

/** Options of the local world. */
export interface WorldOptions {
  /** Edits the stack files, for example the time between the two groups; gets the ids of the units too. */
  change?: (stack: string, text: string, units: string[]) => string;
  /** Names of organizational units to create, each below the one before; they have no accounts. */
  units?: string[];
  /** Ids of further accounts of the organization, which have no stack. */
  bare?: string[];
  /** Folder of an installed plugin of the AWS provider; without it the double is used. */
  provider?: string;
  /** Called after each step with its duration in seconds. */
  progress?: (step: string, seconds: number) => void;
  signal?: AbortSignal;
}

/** A local AWS with the organization and its stacks. */
export interface World {
  /** The folder of all its files, which is removed when the world closes. */
  folder: string;
  endpoint: string;
  organizationId: string;
  /** The ids of its units, the highest one first. */
  units: string[];
  /** The engine's environment, to use `pulumi` directly. */
  environment: Record<string, string>;
  stacks: Record<keyof typeof accounts, Stack>;
  /** Outputs of the security account's stack; empty until it is deployed. */
  master: MasterOutputs;
  /** Deploys the security account, then the members. */
  deploy(): Promise<void>;
  close(): Promise<void>;
}

export interface MasterOutputs {
  busArn: string;
  journalTable: string;
  noticeTopic: string;
  eventLog: string;
  functions: Record<string, string>;
  releases: Record<string, string>;
  queues: Record<string, { url: string; dead: string }>;
  exceptionsQueue: string;
  exceptionApprover: string;
  operatorPolicy: string;
  approverPolicy: string;
  auditorPolicy: string;
}

/**
 * Starts the local AWS and the engine; nothing is deployed yet.
 *
 * @throws Error if FIREBREAK_PYTHON or FIREBREAK_PULUMI is not set; `npm run` sets both
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { progress = () => {}, bare = [], provider, change = (_, text) => text } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-"));
  const timed = async <Result>(step: string, work: () => Promise<Result>): Promise<Result> => {
    const started = Date.now();
    const result = await work();
    progress(step, (Date.now() - started) / 1000);
    return result;
  };
  const aws = await timed("local AWS started, IAM enforced", async () =>
    startLocalAws({
      python: required("FIREBREAK_PYTHON"),
      state: path.join(folder, "aws"),
      accounts: [...Object.values(accounts).map((account) => account.id), stranger, ...bare],
      lambdaNode: process.env.FIREBREAK_LAMBDA_NODE ?? process.execPath,
      lambdaModules: await layOutLambdaModules(project, path.join(folder, "lambda")),
    }),
  );
  const close = async () => {
    await aws.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { security, payments, website } = accounts;
    const organizationId = await timed(`organization of ${3 + bare.length} accounts created`, () =>
      createOrganization(aws.endpoint, security.id, [payments.id, website.id, ...bare], region),
    );
    const units = await createUnits(aws.endpoint, security.id, options.units ?? [], region);
    const engineFolder = path.join(folder, "engine");
    const environment = await engineEnvironment({ folder: engineFolder, endpoint: aws.endpoint, provider });
    const files = await writeStackFiles(path.join(folder, "stacks"), organizationId, (stack, text) =>
      change(stack, text, units),
    );
    const stackOf = ({ id, stack }: { id: string; stack: string }): Stack => ({
      name: stack,
      program: project,
      folder: engineFolder,
      environment: { ...environment, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: region },
      config: files[stack]!,
    });
    const stacks = { security: stackOf(security), payments: stackOf(payments), website: stackOf(website) };
    const runOptions = options.signal ? { signal: options.signal } : {};
    const world: World = {
      folder,
      endpoint: aws.endpoint,
      organizationId,
      units,
      environment,
      stacks,
      master: {} as MasterOutputs,
      async deploy() {
        for (const stack of Object.values(stacks)) {
          await timed(`pulumi up --stack ${stack.name}`, () => up(stack, runOptions));
        }
        // website stays without an administrator, like an account that joined late.
        await administerGuardDuty(aws.endpoint, security.id, payments.id);
        world.master = (await outputs(stacks.security)) as MasterOutputs;
      },
      close,
    };
    return world;
  } catch (error) {
    await close();
    throw error;
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: start it through npm (npm run drill, npm test), which sets everything up`);
  return value;
}
