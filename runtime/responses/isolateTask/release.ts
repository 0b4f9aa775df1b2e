import type { Registration } from "../../aws/readRegistrations";
import { isSameRegistration, register } from "../../aws/registrations";
import { raze } from "../../aws/wall/entries";
import type { Call, ReleasePlan } from "../../model/call";
import { setProtection } from "./plan";
import { isRead, type TaskPriorState, type TaskState } from "./state";

/** The prior state that a release restores, taken before the first change of each part. */
export function priorState(state: TaskState): TaskPriorState {
  const { protection, registrations } = state;
  return {
    ...(isRead(state, "protection") && protection && { protection }),
    ...(isRead(state, "registrations") && { registrations: registrations.filter(({ draining }) => !draining) }),
  };
}

/**
 * Removes the wall, and restores protection and registrations if the task still runs. An address that the task no longer has is never
 * registered: it may be another's by now.
 */
export function releasePlan(state: TaskState, saved: TaskPriorState): ReleasePlan {
  const parts = [
    raze(state),
    ...(state.running ? [protection(state, saved), balancers(state, saved)] : [stopped(saved)]),
  ];
  return { calls: parts.flatMap(({ calls }) => calls), drift: parts.flatMap(({ drift }) => drift) };
}

const nothing: ReleasePlan = { calls: [], drift: [] };

function stopped({ registrations = [] }: TaskPriorState): ReleasePlan {
  const names = registrations.map(({ name }) => name).join(", ");
  return names ? { calls: [], drift: [`the task has stopped: it is not registered in ${names} again`] } : nothing;
}

/** ECS takes whole minutes, so a restored time may differ by less than one, and by what the calls take. */
const tolerance = 90_000;

/** Protection lasts until a time. If that has passed meanwhile, the task would not be protected any more. */
function protection({ id, protection: now, now: at }: TaskState, { protection: before }: TaskPriorState): ReleasePlan {
  if (!now || !before) return nothing;
  const left = before.enabled && before.expires ? Date.parse(before.expires) - Date.parse(at) : 0;
  if (left <= 0) {
    const call = {
      ...setProtection(id, undefined),
      reason: "it was not protected from scale-in before, or no longer would be",
    };
    return now.enabled ? { calls: [call], drift: [] } : nothing;
  }
  if (!now.enabled) return { calls: [], drift: ["others ended the protection from scale-in: left as it is"] };
  if (Math.abs(Date.parse(now.expires ?? at) - Date.parse(before.expires!)) <= tolerance) return nothing;
  const minutes = Math.ceil(left / 60_000);
  return {
    calls: [{ ...setProtection(id, minutes), reason: `protected from scale-in until ${before.expires} before` }],
    drift: [],
  };
}

function balancers(state: TaskState, { registrations = [] }: TaskPriorState): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const registration of registrations) {
    const { name, target } = registration;
    if (state.registrations.some((now) => isSameRegistration(now, registration) && !now.draining)) continue;
    if (!isIts(state, registration))
      drift.push(`${target} is no longer the task's: it is not registered in ${name} again`);
    else if (state.balancers.includes(name))
      calls.push(register(registration, "registered in it before the isolation"));
    else drift.push(`${name} was deleted in the meantime; the task was registered in it`);
  }
  return { calls, drift };
}

/** Whether what was registered still leads to the task. */
function isIts({ ownNetwork, interfaces, instance, hostPorts }: TaskState, { target, port }: Registration): boolean {
  if (ownNetwork) return interfaces.some(({ addresses }) => addresses.includes(target));
  return target === instance && port !== undefined && hostPorts.includes(port);
}
