import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./freePort";

const startSeconds = 60;
const stopSeconds = 5;
const logTailCharacters = 4000;

/** How to start a local AWS. */
export interface LocalAwsOptions {
  /** Path of the Python (3.12 or newer) that has requirements.txt installed. */
  python: string;
  /** Folder for all files of the local AWS; it is created if it does not exist. The log is `local-aws.log` in it. */
  state: string;
  /** Account ids (12 digits). Each id is also the access key of that account's root user, with any secret. */
  accounts: string[];
  /** Path of the node that runs Lambda functions. */
  lambdaNode: string;
  /** A folder with the `node_modules` of Lambda's own runtime: the AWS SDK (lambdaModules.ts). */
  lambdaModules: string;
  /** TCP port on 127.0.0.1; by default a free one. */
  port?: number;
}

/** A running local AWS. */
export interface LocalAws {
  /** URL for AWS_ENDPOINT_URL, without a trailing slash. */
  endpoint: string;
  /** Process id, which is also the id of its process group. */
  pid: number;
  /** Stops it and its function processes. Resolves after all have ended; may be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a local AWS with IAM enforced, reachable on 127.0.0.1 only, and waits until it answers.
 *
 * It ends with `stop`, and whenever this process ends. It always starts empty: it keeps no data in `state` between
 * starts.
 *
 * @throws Error with the end of the log if it does not start.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  for (const account of options.accounts) {
    if (!/^\d{12}$/.test(account)) throw new Error(`"${account}" is not an account id: it must have 12 digits`);
  }
  const state = path.resolve(options.state);
  const scratch = path.join(state, "scratch");
  await mkdir(scratch, { recursive: true });
  const port = options.port ?? (await freePort());
  const endpoint = `http://127.0.0.1:${port}`;
  const logFile = path.join(state, "local-aws.log");
  const log = await open(logFile, "w");
  const child = spawn(options.python, ["-m", "launcher"], {
    cwd: state,
    env: environment(options, state, scratch, port),
    // The open standard input shows the launcher that this process is alive. Its own process group shields it from
    // Ctrl-C.
    stdio: ["pipe", log.fd, log.fd],
    detached: true,
  });
  const failed = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`cannot run ${options.python}: ${error.message}`));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  await log.close();
  const reason = await Promise.race([failed, healthy(endpoint, child)]);
  if (reason !== undefined) {
    await stop(child);
    const text = await readFile(logFile, "utf8");
    throw new Error(`The local AWS did not start: ${reason}\n${text.slice(-logTailCharacters)}`);
  }
  // The pipe and the child must not keep this process alive, because its end is the signal to stop.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return { endpoint, pid: child.pid!, stop: () => stop(child) };
}

function environment(options: LocalAwsOptions, state: string, scratch: string, port: number): NodeJS.ProcessEnv {
  const volume = path.join(state, "volume");
  return {
    PATH: process.env.PATH,
    LANG: "C.UTF-8",
    // Hides the user's AWS settings and the caches of other instances.
    HOME: state,
    TMPDIR: scratch,
    FILESYSTEM_ROOT: volume,
    LOCALEMU_VOLUME_DIR: volume,
    PYTHONPATH: __dirname,
    PYTHONUNBUFFERED: "1",
    // Only launcher/gateway.py honours it; localemu's own server listens on all addresses.
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    GATEWAY_SERVER: "twisted",
    IAM_ENFORCEMENT: "1",
    ROOT_ACCESS_KEYS: options.accounts.join(","),
    MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
    // Instances and interfaces are only records here, and functions are node processes, never containers.
    EC2_VM_MANAGER: "none",
    LOCALEMU_ENI_REAL: "0",
    DOCKER_HOST: `unix://${path.join(state, "no-docker.sock")}`,
    // Queue URLs have the caller's host, because names below localhost do not resolve everywhere.
    SQS_ENDPOINT_STRATEGY: "dynamic",
    // Mappings poll without pauses; each poll waits for messages (launcher/functions/event_source.py).
    LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: "0.01",
    // No downloads, no telemetry, and no waiting for a metadata service.
    DISABLE_EVENTS: "1",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    LAMBDA_NODE: options.lambdaNode,
    NODE_PATH: path.join(path.resolve(options.lambdaModules), "node_modules"),
  };
}

/** Resolves to undefined when the local AWS answers, to the reason if it does not in time. */
async function healthy(endpoint: string, child: ChildProcess): Promise<string | undefined> {
  const deadline = Date.now() + 1000 * startSeconds;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const response = await fetch(`${endpoint}/_localemu/health`, { signal: AbortSignal.timeout(5000) }).catch(
      () => undefined,
    );
    if (response?.ok) return undefined;
    await sleep(100);
  }
  return `no answer from ${endpoint} within ${startSeconds} s`;
}

/** Ends the process and its group, first with SIGTERM, and waits until all have ended. */
async function stop(child: ChildProcess): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  if (!ended()) child.kill("SIGTERM");
  if (!(await until(ended, stopSeconds))) child.kill("SIGKILL");
  signalGroup(pid, "SIGKILL");
  await until(() => ended() && !signalGroup(pid, 0), stopSeconds);
}

/** Sends a signal to a process group; false if the group has no process. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

async function until(condition: () => boolean, seconds: number): Promise<boolean> {
  const deadline = Date.now() + 1000 * seconds;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
