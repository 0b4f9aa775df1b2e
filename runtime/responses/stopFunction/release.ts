import type { Call, ReleasePlan } from "../../model/call";
import { setSource } from "./plan";
import {
  type FunctionPriorState,
  type FunctionState,
  inWords,
  isStopped,
  type Provisioned,
  type StopSettings,
  sourcesPart,
} from "./state";

/** The prior state that a release restores, taken before the first change of each part. */
export function priorState({
  arn,
  reserved,
  provisioned,
  sources,
  unread,
  refused,
}: FunctionState): FunctionPriorState {
  const enabled = sources.filter((item) => item.enabled).map(({ id }) => id);
  const isKnown = unread.length === 0 && !refused.includes(sourcesPart);
  return { arn, reserved, provisioned, ...(isKnown && { sources: enabled }) };
}

/**
 * Restores the earlier concurrency, then the provisioned one, which Lambda refuses before, then the event sources. What others changed
 * meanwhile stays. The published version stays as evidence.
 */
export function releasePlan(state: FunctionState, saved: FunctionPriorState, settings: StopSettings): ReleasePlan {
  const parts = [reserved(state, saved), provisioned(state, saved), sources(state, saved, settings)];
  return { calls: parts.flatMap(({ calls }) => calls), drift: parts.flatMap(({ drift }) => drift) };
}

const nothing: ReleasePlan = { calls: [], drift: [] };

function reserved(state: FunctionState, saved: FunctionPriorState): ReleasePlan {
  if (state.reserved === saved.reserved) return nothing;
  if (isStopped(state)) return { calls: [restore(state, saved)], drift: [] };
  const drift = `others set the reserved concurrency to ${inWords(state.reserved)}: left as it is (prior state: ${inWords(saved.reserved)})`;
  return { calls: [], drift: [drift] };
}

/** Without reserved concurrency is not the same as any number: https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
function restore({ name }: FunctionState, saved: FunctionPriorState): Call {
  const common = { service: "lambda", changes: ["concurrency"] };
  return saved.reserved === null
    ? {
        ...common,
        operation: "DeleteFunctionConcurrency",
        input: { FunctionName: name },
        reason: "the function had no reserved concurrency before",
      }
    : {
        ...common,
        operation: "PutFunctionConcurrency",
        input: { FunctionName: name, ReservedConcurrentExecutions: saved.reserved },
        reason: "the reserved concurrency before the containment",
      };
}

function provisioned(state: FunctionState, saved: FunctionPriorState): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const item of saved.provisioned) {
    const now = state.provisioned.find(({ qualifier }) => qualifier === item.qualifier);
    const was = `prior state: ${item.count}`;
    if (now?.count === item.count) continue;
    if (now) drift.push(`others set the provisioned concurrency of ${item.qualifier} to ${now.count}: left (${was})`);
    else if (!state.qualifiers.includes(item.qualifier))
      drift.push(`${item.qualifier}, which had provisioned concurrency, no longer exists (${was})`);
    else calls.push(provide(state, item));
  }
  return { calls, drift };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html */
const provide = ({ name }: FunctionState, { qualifier, count }: Provisioned): Call => ({
  service: "lambda",
  operation: "PutProvisionedConcurrencyConfig",
  input: { FunctionName: name, Qualifier: qualifier, ProvisionedConcurrentExecutions: count },
  reason: `the provisioned concurrency of ${qualifier} before the containment`,
  changes: ["concurrency"],
});

function sources(state: FunctionState, saved: FunctionPriorState, settings: StopSettings): ReleasePlan {
  const off = state.sources.filter(({ id, enabled }) => !enabled && saved.sources?.includes(id));
  if (settings.disableEventSources) {
    return { calls: off.map((item) => setSource(item, true, `enabled before: ${item.source}`)), drift: [] };
  }
  // Without the setting, the containment disabled none; if the setting was changed since, only a person knows.
  const drift = off.map(
    ({ id, source }) =>
      `event source mapping ${id} (${source}) was enabled before and is disabled now: left as it is, because disableEventSources is off`,
  );
  return { calls: [], drift };
}
