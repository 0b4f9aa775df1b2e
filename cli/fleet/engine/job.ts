import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { problem } from "../../problem";
import type { Changes, FleetCommand, Job } from "../rollout/engine";
import { mendPending } from "./pending";
import { plain, pulumiProblem } from "./pulumi";
import { withStack } from "./withStack";

/** What a job is done with. */
export interface JobTools {
  /** The program, if it can run in this process. */
  program: (() => Promise<any>) | undefined;
  signal: AbortSignal;
  tell(line: string): void;
}

/** What Pulumi reports of each resource that it did not find as it was deployed, in words. */
const drifted: Record<string, string> = { update: "changed", replace: "changed", delete: "deleted" };

/**
 * Runs a command on one stack by the Automation API (https://www.pulumi.com/docs/iac/automation-api/), with the login and settings of
 * the environment.
 *
 * @throws Error whose message is what the program, the provider or the engine says
 */
export async function runJob(job: Job, { program, signal, tell }: JobTools): Promise<Changes> {
  const errors: string[] = [];
  const drift: string[] = [];
  const onEvent = ({ diagnosticEvent: event, resourcePreEvent, resOutputsEvent }: EngineEvent) => {
    if (event?.severity === "error") errors.push(plain(event.message));
    if (resourcePreEvent) tell(`${resourcePreEvent.metadata.op} ${nameOf(resourcePreEvent.metadata.urn)}`);
    const { op = "", urn = "" } = resOutputsEvent?.metadata ?? {};
    if (drifted[op]) drift.push(`${drifted[op]}: ${nameOf(urn)}`);
  };
  const options = { color: "never", suppressProgress: true, onEvent, signal, message: job.message } as const;
  // The Automation API does not notice a signal that came before its call.
  const goOn = () => {
    if (signal.aborted) throw problem("the run was stopped");
  };
  const deploy = async (stack: Stack, refresh: boolean) => {
    await mendPending(stack, tell);
    goOn();
    return (await stack.up({ ...options, refresh })).summary.resourceChanges;
  };
  const commands: Record<FleetCommand, (stack: Stack) => Promise<Record<string, number> | undefined>> = {
    preview: async (stack) => (await stack.preview(options)).changeSummary,
    up: (stack) => deploy(stack, false),
    drift: async (stack) => (await stack.previewRefresh(options)).changeSummary,
    repair: (stack) => deploy(stack, true),
    destroy: async (stack) => (await stack.destroy(options)).summary.resourceChanges,
  };
  try {
    const changes =
      (await withStack(job, program, (stack) => {
        goOn();
        return commands[job.command](stack);
      })) ?? {};
    return { changes, ...(job.command === "drift" && { drift }) };
  } catch (error) {
    throw errors.length > 0 ? problem(errors.join("\n")) : pulumiProblem(error);
  }
}

/** A resource as the engine's own errors name it: aws:iam/role:Role "notify-role". */
function nameOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1)} "${name}"`;
}
