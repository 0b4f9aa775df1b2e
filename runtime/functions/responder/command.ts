import { z } from "zod";
import { releasesApart } from "../../aws/rolePart";
import { approve, decline } from "../../containment/approve";
import { type AskedRelease, askRelease } from "../../containment/askRelease";
import { containByHand, previewByHand } from "../../containment/containByHand";
import { giveBack } from "../../containment/giveBack";
import { pauseOrResume } from "../../containment/pause";
import { preview } from "../../containment/preview";
import { previewRelease, release } from "../../containment/release";
import { targetsFor } from "../../containment/targetsFor";
import { targetsIn } from "../../containment/targetsIn";
import { intake } from "../../findings/intake";
import type { Reader } from "../../findings/source";
import { coded, messageOf } from "../../lib/errors";
import { isRegion } from "../../lib/partitions";
import type { Finding } from "../../model/finding";
import type { Decision, Pause } from "../../model/journalItems";
import { skippedBecause } from "../../model/refusal";
import type { AppliedModes } from "../../model/responderSettings";
import { isResponse, type Response, type Route } from "../../model/response";
import type { Target } from "../../model/target";
import type { Verdict } from "../../model/verdict";
import { publishMessage } from "../../notices/publish";
import type { Run } from "../../run/run";
import { countLetters, type LetterCount, type Redriven, type Redriver, redrive } from "../shared/redrive";
import { throughAlias } from "../shared/throughAlias";

/** The commands of the function that releases, if a response has one; the other function has all other commands. */
const releasing = ["plan-release", "release", "ask-release", "give-back"];

/** The alias for each command, so that IAM can control who may send it. */
export const commandAliases = {
  plan: "operate",
  contain: "operate",
  "plan-contain": "operate",
  "plan-release": "operate",
  release: "operate",
  "ask-release": "operate",
  "give-back": "give-back",
  pause: "operate",
  resume: "operate",
  modes: "read",
  "dead-letters": "operate",
  redrive: "operate",
  approve: "approve",
  decline: "approve",
} as const;

export type Alias = (typeof commandAliases)[keyof typeof commandAliases];

/**
 * A reader of what operators send to a responder:
 *
 * - `plan`, a dry run: takes an event as EventBridge delivers it and returns what would be done,
 * - `plan-contain` and `contain`: say what a containment by hand would do; contain a target by hand,
 * - `plan-release` and `release`: say what a release would do; release a containment, or one finding's hold on it,
 * - `ask-release`: asks people to release a containment,
 * - `give-back`, from the function that contains: restores what it opened and cannot close,
 * - `approve` and `decline`: decide about a pending request,
 * - `pause` and `resume`: hold everything for approval, and end that,
 * - `modes`: say what is deployed,
 * - `dead-letters` and `redrive`: count the kept dead letters; deliver them again.
 *
 * The sender of a command that changes something proves its identity, see `CallerProof`, and gives a reason; for a redrive it is
 * optional.
 */
export function commandReader() {
  const text = z.string().trim().min(1).max(500);
  const asked = { reason: text, proof: z.object({ headers: z.record(z.string(), z.string()) }) };
  const target = z.object({
    account: z.string().regex(/^\d{12}$/, "an account id of 12 digits"),
    region: z.string().refine(isRegion, "a Region such as eu-west-1"),
    id: text,
  });
  const schema = z.discriminatedUnion(
    "command",
    [
      z.object({ command: z.literal("plan"), event: z.record(z.string(), z.unknown()) }),
      z.object({ command: z.literal("contain"), target, ask: z.boolean().optional(), ...asked }),
      z.object({ command: z.literal("plan-contain"), target }),
      z.object({ command: z.literal("plan-release"), containment: text }),
      z.object({ command: z.literal("release"), containment: text, finding: text.optional(), ...asked }),
      z.object({ command: z.literal("ask-release"), containment: text, ...asked }),
      z.object({
        command: z.literal("give-back"),
        containment: text,
        run: text,
        call: z.object({ service: text, operation: text, input: z.record(z.string(), z.unknown()) }),
      }),
      z.object({ command: z.literal("approve"), approval: text, ...asked }),
      z.object({ command: z.literal("decline"), approval: text, ...asked }),
      z.object({ command: z.literal("pause"), hours: z.number().positive().max(720).optional(), ...asked }),
      z.object({ command: z.literal("resume"), ...asked }),
      z.object({ command: z.literal("modes") }),
      z.object({ command: z.literal("dead-letters") }),
      z.object({ command: z.literal("redrive"), ...asked, reason: text.optional() }),
    ],
    `one of ${Object.keys(commandAliases).join(", ")}`,
  );
  return (input: unknown) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "command"}: ${issue.message}`);
    throw coded("BadCommand", issues.join("; "));
  };
}

export type Command = ReturnType<ReturnType<typeof commandReader>>;

/** The partition that the function is in. @throws NotAllowedHere if the command did not come through its alias */
export const checkAlias = (command: keyof typeof commandAliases, invokedArn: string): string =>
  throughAlias(command, commandAliases[command], invokedArn);

/**
 * Which of a response's two functions a command is for.
 *
 * @throws NotAllowedHere if it is the other one
 */
export function checkFunction(route: Route, command: keyof typeof commandAliases, releases = false): void {
  if (!releasesApart(route) || releasing.includes(command) === releases) return;
  const other = releases ? "contains" : "releases";
  throw coded("NotAllowedHere", `${command} is for the function of ${route.name} that ${other}`);
}

/** The dependencies of a command. */
export interface Obeying {
  run: Run;
  route: Route;
  read: Reader;
}

/**
 * Carries out an operator's command.
 *
 * @param by the proven sender; empty for commands that change nothing
 * @throws BadCommand, or what the command itself throws
 */
export async function obey(
  { run, route, read }: Obeying,
  command: Command,
  { by, partition }: { by: string; partition: string },
): Promise<Decision | Verdict | Verdict[] | AskedRelease | Pause | AppliedModes | LetterCount | Redriven | undefined> {
  if (command.command === "dead-letters") return countLetters(run.services);
  if (command.command === "redrive") {
    const { reason } = command;
    return redrive(redriverOf(run, route), { id: run.id, by, ...(reason !== undefined && { reason }) });
  }
  if (!isResponse(route)) throw coded("BadCommand", `${route.name} does not contain: it can only redrive dead letters`);
  switch (command.command) {
    case "modes":
      return appliedModes(run);
    case "plan":
      return planFor(run, route, read, command.event);
    case "plan-contain":
      return previewByHand(run, route, { ...command, by, reason: "a plan" }, partition);
    case "contain":
      return containByHand(run, route, { ...command, by }, partition);
    case "plan-release":
      return previewRelease(run, route, command.containment);
    case "release":
      return release(run, route, { ...command, by });
    case "ask-release":
      return askRelease(run, route, { ...command, by });
    case "give-back":
      await giveBack(run, route, command);
      return undefined;
    case "approve":
      return approve(run, route, { ...command, by });
    case "decline":
      return decline(run, route, { ...command, by });
    default:
      return pauseOrResume(run, { ...command, by });
  }
}

function appliedModes({ settings }: Run): AppliedModes {
  const { modes, containmentsPerHour, largestShare, protectedResources } = settings;
  return { modes, containmentsPerHour, ...(largestShare !== undefined && { largestShare }), protectedResources };
}

function redriverOf({ services, settings, remaining }: Run, { name }: Route): Redriver {
  const sender = { ...services, format: settings.noticeFormat };
  return { ...services, name, remaining, notify: (message) => publishMessage(sender, message) };
}

async function planFor(run: Run, response: Response, read: Reader, event: Record<string, unknown>): Promise<Verdict[]> {
  const taken = intake(JSON.stringify(event), read, run.settings.senders, event);
  const verdicts = taken.map(async (item): Promise<Verdict[]> => {
    if ("refused" in item) return [{ outcome: "refused", reason: item.refused }];
    if ("ignored" in item) return [{ outcome: "skipped", reason: item.ignored }];
    if (item.finding.leftAlone) return [{ outcome: "skipped", reason: item.finding.leftAlone }];
    const named = targetsFor(response, item.finding, run.settings);
    if (named === undefined) return [];
    const targets = await targetsIn(run, response, item.finding, named);
    if (!Array.isArray(targets)) return [skippedBecause(targets)];
    return Promise.all(targets.map((target) => previewOf(run, response, item.finding, target)));
  });
  return (await Promise.all(verdicts)).flat();
}

/** What would be done to one target. If it cannot be read, the verdict says so, and the others are still planned. */
async function previewOf(run: Run, response: Response, finding: Finding, target: Target): Promise<Verdict> {
  try {
    return await preview(run, response, finding, target);
  } catch (error) {
    return { outcome: "failed", reason: `no plan is possible: ${messageOf(error)}`, target };
  }
}
