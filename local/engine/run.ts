import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** The result of an engine run. */
export interface Outcome {
  /** How many resources by operation: create, update, replace, delete, same and others of Pulumi's. */
  changes: Record<string, number>;
  /** The changed resources. */
  resources: { urn: string; operation: string; differences: string[] }[];
  /** Messages of the program and the engine that are not errors. */
  messages: string[];
  /** How long it took. */
  seconds: number;
}

/** A run of the engine that failed. The message has what the user must know, one paragraph for each resource. */
export class EngineError extends Error {
  override readonly name = "EngineError";

  constructor(
    message: string,
    /** Everything that the CLI printed. */
    readonly output: string,
  ) {
    super(message);
  }
}

/** Operations that do not change a resource, or that are steps of another operation. */
const silent = ["same", "read", "create-replacement", "delete-replaced"];

/**
 * Runs a command of the CLI that changes or compares a stack.
 *
 * @throws EngineError if it fails.
 */
export async function runEngine(
  args: string[],
  environment: Record<string, string>,
  signal?: AbortSignal,
): Promise<Outcome> {
  const started = Date.now();
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-engine-"));
  const log = path.join(folder, "events.json");
  try {
    const output = await run(
      [...args, "--suppress-progress", "--suppress-outputs", "--event-log", log],
      environment,
      signal,
    );
    const events = await readEvents(log);
    if (output.code !== 0) throw new EngineError(errorText(events) || output.text, output.text);
    return { ...outcome(events), seconds: (Date.now() - started) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs any other command of the CLI.
 *
 * @returns what it prints on its standard output.
 * @throws EngineError if it fails.
 */
export async function runCli(args: string[], environment: Record<string, string>): Promise<string> {
  const output = await run(args, environment);
  if (output.code !== 0) throw new EngineError(output.text.trim(), output.text);
  return output.stdout;
}

interface Output {
  code: number | null;
  stdout: string;
  text: string;
}

function run(args: string[], environment: Record<string, string>, signal?: AbortSignal): Promise<Output> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment, PULUMI_DEBUG_COMMANDS: "true" };
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Output = { code: null, stdout: "", text: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output.stdout += text;
      output.text += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output.text += text;
    });
    // The engine ends its program and plugins and saves its state.
    const interrupt = () => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt);
    child.on("error", (error) => reject(new Error(`cannot run the Pulumi CLI: ${error.message}`)));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      resolve({ ...output, code });
    });
  });
}

/** An event as the engine logs it; only what is used here. */
interface EngineEvent {
  diagnosticEvent?: { urn?: string; severity: string; message: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges: Record<string, number> };
  resourcePreEvent?: { metadata: { op: string; urn: string; diffs?: string[] | null } };
  resOutputsEvent?: { metadata: { op: string; urn: string; diffs?: string[] | null } };
}

async function readEvents(log: string): Promise<EngineEvent[]> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => (line.trim() ? [JSON.parse(line)] : []));
}

function outcome(events: EngineEvent[]): Omit<Outcome, "seconds"> {
  const changes = events.find((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
  // A refresh reports its operation only at the end; other commands report the differences only at the beginning.
  const operations = new Map<string, { urn: string; operation: string; differences: string[] }>();
  for (const event of events) {
    const metadata = event.resourcePreEvent?.metadata ?? event.resOutputsEvent?.metadata;
    if (!metadata) continue;
    const { urn, op: operation } = metadata;
    const differences = metadata.diffs?.length ? metadata.diffs : (operations.get(urn)?.differences ?? []);
    if (!silent.includes(operation) || operations.has(urn)) {
      if (operation === "create-replacement" || operation === "delete-replaced") continue;
      operations.set(urn, { urn, operation, differences });
    }
  }
  const resources = [...operations.values()].filter(
    // The engine's counts exclude providers as well.
    ({ operation, urn }) => !["refresh", "same"].includes(operation) && !urn.includes("::pulumi:providers:"),
  );
  const messages = events.flatMap(({ diagnosticEvent: event }) =>
    event && !event.ephemeral && (event.severity === "info" || event.severity === "warning")
      ? [plain(event.message)]
      : [],
  );
  return { changes, resources, messages };
}

/**
 * The errors, each with its resource. The engine's own summaries ("update failed") are left out if there are specific
 * errors.
 */
function errorText(events: EngineEvent[]): string {
  const errors = events.flatMap(({ diagnosticEvent: event }) => {
    if (event?.severity !== "error") return [];
    const resource = event.urn?.split("::").slice(2).join(" ");
    const text = plain(event.message);
    return [{ text: resource && !resource.startsWith("pulumi:pulumi:Stack") ? `${resource}: ${text}` : text, event }];
  });
  const causes = errors.filter(({ event }) => !/^(update|preview|refresh|destroy) failed$/.test(plain(event.message)));
  return [...new Set((causes.length > 0 ? causes : errors).map(({ text }) => text))].join("\n\n");
}

/** Removes the engine's colour marks. */
const plain = (text: string) => text.replace(/<\{%.*?%\}>/g, "").trim();
