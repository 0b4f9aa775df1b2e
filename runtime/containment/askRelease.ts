import { coded } from "../lib/errors";
import type { ReleaseAsked } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import { operatorCommand, shellWord } from "../notices/operatorCommand";
import { publishMessage } from "../notices/publish";
import type { Run } from "../run/run";
import { checkHeld, knownContainment, type ReleaseRequest } from "./release";

/** A release that was asked for, and of what. */
export interface AskedRelease extends ReleaseAsked {
  containment: string;
  target: Target;
}

/**
 * Asks people to release a containment. Nothing is restored: a person who may release decides that. It is asked once, so that
 * nobody is flooded.
 *
 * @throws UnknownContainment, NotHeld; AlreadyAsked if it waits for a person already
 */
export async function askRelease(
  run: Run,
  response: Response,
  { containment: id, by, reason }: ReleaseRequest,
): Promise<AskedRelease> {
  const containment = await knownContainment(run, response, id);
  checkHeld(containment);
  const { target, releaseAsked } = containment;
  if (releaseAsked) throw alreadyAsked(id, releaseAsked);
  const asked = { at: new Date().toISOString(), by, reason };
  const { kind, accountId, region } = target;
  await publishMessage(
    { ...run.services, format: run.settings.noticeFormat },
    {
      subject: `release requested: ${response.name} of ${target.id}`,
      lines: [
        `${by} asks to release ${target.id} (${kind}) in account ${accountId}, ${region}: ${reason}`,
        "It stays contained until a person releases it.",
        { before: "To see why it is contained:", command: operatorCommand(`show ${shellWord(id)}`) },
        {
          before: "To see what a release restores, then to release it:",
          command: operatorCommand(`release ${shellWord(id)} --reason "WHY"`),
        },
      ],
      attributes: { outcome: "release-requested", account: accountId, response: response.name },
      thread: id,
    },
  );
  // Afterwards: a request that was noted and not sent could never be sent again.
  await run.services.journal.noteReleaseAsked(id, asked);
  return { containment: id, target, ...asked };
}

const alreadyAsked = (id: string, { by, at, reason }: ReleaseAsked): Error =>
  coded("AlreadyAsked", `${by} requested the release of ${id} at ${at}: ${reason}; a person decides`);
