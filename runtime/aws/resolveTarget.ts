import type { Entrance } from "../model/response";
import type { Target } from "../model/target";
import { targetType } from "../resources";
import type { Run } from "../run/run";
import { enter } from "./openTarget";

/**
 * The target with the name that people use, or the larger resource that the route acts on, found by a session that can only
 * look it up. AWS Config, and some findings of Security Hub, identify databases and principals by internal ids
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
 *
 * @returns a text that says why nothing can be done, if the resource does not exist or IAM cannot limit it
 * @throws what AWS throws: a failed lookup does not prove that the resource does not exist
 */
export async function resolveTarget(run: Run, route: Entrance, target: Target): Promise<Target | string> {
  const lookUp = route.lookUp ?? targetType(target.kind)?.lookUp;
  if (!lookUp?.isNeeded(target)) return target;
  const permissions = route.permissions.filter(({ phase }) => phase === "resolve");
  if (permissions.length === 0) return target;
  return lookUp.find(await enter(run, { ...route, permissions }, target, "resolve"), target);
}
