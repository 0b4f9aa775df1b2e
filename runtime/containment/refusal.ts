import { protectedResource } from "../policy/protectedResource";
import { leftToPerson, type Refusal } from "../refusal";
import type { Response } from "../response";
import type { Run } from "../run";
import type { Target } from "../target";

/** Why a target is never touched, known before any call; undefined if it may be. */
export function refusalOf(run: Run, response: Response, target: Target): string | Refusal | undefined {
  return (
    (target.untouched ? leftToPerson(target.untouched) : undefined) ??
    protectedResource(target, run.settings.protectedResources) ??
    response.refuses?.(target, run.settings.response)
  );
}
