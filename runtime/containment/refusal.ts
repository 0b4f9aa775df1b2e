import { leftToPerson, type Refusal } from "../model/refusal";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import { protectedResource } from "../policy/protectedResource";
import type { Run } from "../run/run";

/** Why a target must not be changed, known before any call; undefined if it may be. */
export function refusalOf(run: Run, response: Response, target: Target): string | Refusal | undefined {
  return (
    (target.untouched ? leftToPerson(target.untouched) : undefined) ??
    protectedResource(target, run.settings.protectedResources) ??
    response.refuses?.(target, run.settings.response)
  );
}
