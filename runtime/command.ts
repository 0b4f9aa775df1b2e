import { z } from "zod";
import { preview } from "./contain";
import type { Verdict } from "./decide";
import { coded } from "./errors";
import { intake } from "./intake/intake";
import type { SourceEvent } from "./intake/sourceEvent";
import type { Decision } from "./journal/items";
import { release } from "./release";
import { isResponse, type Route } from "./response";
import type { Run } from "./run";

/**
 * A reader of what operators send to a responder. `plan` is a dry run: it takes an event as EventBridge delivers it and
 * answers what would be done. `release` takes a containment back, or one finding's hold on it.
 */
export function commandReader() {
  const text = z.string().trim().min(1).max(500);
  const schema = z.discriminatedUnion("command", [
    z.object({ command: z.literal("plan"), event: z.record(z.string(), z.unknown()) }),
    z.object({ command: z.literal("release"), containment: text, finding: text.optional(), by: text, reason: text }),
  ]);
  return (input: unknown) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "command"}: ${issue.message}`);
    throw coded(
      "BadCommand",
      `${issues.join("; ")}. Commands are {command: "plan", event} and {command: "release", containment, by, reason, finding?}`,
    );
  };
}

export type Command = ReturnType<ReturnType<typeof commandReader>>;

/** Does what an operator asks for. @throws BadCommand, or what the command itself throws */
export async function obey(
  run: Run,
  route: Route,
  read: (event: unknown) => SourceEvent,
  command: Command,
): Promise<Decision | Verdict[]> {
  if (!isResponse(route))
    throw coded("BadCommand", `${route.name} contains nothing, so there is nothing to plan or release`);
  if (command.command === "release") return release(run, route, command);
  const taken = intake(JSON.stringify(command.event), read, run.settings.senders);
  const verdicts = taken.map((item): Promise<Verdict[]> | Verdict[] => {
    if ("refused" in item) return [{ outcome: "refused", reason: item.refused }];
    if ("ignored" in item) return [{ outcome: "skipped", reason: item.ignored }];
    const targets = route.targets(item.finding);
    if (typeof targets === "string") return [{ outcome: "skipped", reason: targets }];
    return Promise.all(targets.map((target) => preview(run, route, item.finding, target)));
  });
  return (await Promise.all(verdicts)).flat();
}
