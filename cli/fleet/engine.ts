import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { problem } from "../problem";
import type { Engine, FleetCommand } from "./fleet";

/** Deploys with the Pulumi CLI, using the login and settings of the environment. */
export function automation(folder: string): Engine {
  return async (stack, command, tell) => {
    const errors: string[] = [];
    const onEvent = ({ diagnosticEvent: event, resourcePreEvent }: EngineEvent) => {
      if (event?.severity === "error") errors.push(plain(event.message));
      if (resourcePreEvent) tell(`${resourcePreEvent.metadata.op} ${resourcePreEvent.metadata.urn.split("::").at(-1)}`);
    };
    const options = { color: "never", suppressProgress: true, onEvent } as const;
    try {
      const selected = await LocalWorkspace.createOrSelectStack({ stackName: stack, workDir: folder });
      const changes: Record<FleetCommand, () => Promise<Record<string, number> | undefined>> = {
        preview: async () => (await selected.preview(options)).changeSummary,
        up: async () => (await selected.up(options)).summary.resourceChanges,
        destroy: async () => (await selected.destroy(options)).summary.resourceChanges,
      };
      return (await changes[command]()) ?? {};
    } catch (error) {
      throw problem(errors.join("\n") || shortOf(error));
    }
  };
}

/** Removes the engine's colour marks and its note that an update failed. */
const plain = (text: string) => text.replace(/<\{%.*?%\}>/g, "").trim();

/** Shortens an error: the Automation API puts all output of the CLI into the message. */
function shortOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOENT|not found/i.test(text) && /pulumi/i.test(text)) return "the Pulumi CLI is not installed, or not in PATH";
  const lines = text.split("\n").filter((line) => /error:/.test(line));
  return (lines.length > 0 ? lines.join("\n") : text).slice(0, 2000);
}
