import type { Call } from "../../model/call";
import {
  type EventSource,
  type FunctionState,
  isStopped,
  type Provisioned,
  type StopSettings,
  surroundings,
} from "./state";

/**
 * Reserved concurrency 0, which lets no invocation of any version or alias begin
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html); then a published version, which nobody can change, as
 * evidence. What runs goes on until its timeout.
 */
export function plan(state: FunctionState, settings: StopSettings): Call[] {
  if (state.managed) return [forPerson(state)];
  const cut = isStopped(state) ? [] : stop(state);
  if (state.unread.length > 0) return cut;
  return [...cut, ...keepCode(state), ...(settings.disableEventSources ? disable(state) : [])];
}

/**
 * Lambda refuses a reserved concurrency below the provisioned one, so that goes first
 * (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html). The function still runs in between, as before.
 */
function stop({ name, provisioned, reserved }: FunctionState): Call[] {
  const before = reserved === null ? "" : ` (reserved concurrency before: ${reserved})`;
  const cut: Call = {
    service: "lambda",
    operation: "PutFunctionConcurrency",
    input: { FunctionName: name, ReservedConcurrentExecutions: 0 },
    reason: `no invocation of any version or alias begins any more${before}`,
    changes: ["concurrency"],
  };
  const [first] = provisioned;
  if (!first) return [cut];
  return [
    ...provisioned.map((item) => removeProvisioned(name, item)),
    { ...cut, waitsFor: "Lambda to show that the provisioned concurrency is gone" },
  ];
}

const removeProvisioned = (name: string, { qualifier, count }: Provisioned): Call => ({
  service: "lambda",
  operation: "DeleteProvisionedConcurrencyConfig",
  input: { FunctionName: name, Qualifier: qualifier },
  reason: `${qualifier} has ${count} provisioned environments: Lambda refuses to stop a function that has any`,
  changes: ["concurrency"],
});

/**
 * Publishes $LATEST unless a version is exactly that. If nothing changed since the last version, Lambda publishes none
 * (https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html). With SnapStart, publishing runs the initialization code
 * (https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html), which may be the attacker's.
 */
function keepCode({ name, kept, snapStart, refused }: FunctionState): Call[] {
  if (kept || snapStart || refused.includes("its versions")) return [];
  return [
    {
      service: "lambda",
      operation: "PublishVersion",
      input: { FunctionName: name, Description: "Firebreak: code and configuration at the time of an incident" },
      reason: "keeps code and configuration of $LATEST as a version that nobody can change",
      changes: [surroundings],
      secondary: true,
    },
  ];
}

function disable({ sources }: FunctionState): Call[] {
  return sources
    .filter(({ enabled }) => enabled)
    .map((item) => setSource(item, false, `Lambda reads ${item.source} for a function that is stopped`));
}

/** Enables or disables an event source mapping: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export function setSource({ id }: Pick<EventSource, "id">, Enabled: boolean, reason: string): Call {
  return {
    service: "lambda",
    operation: "UpdateEventSourceMapping",
    input: { UUID: id, Enabled },
    reason,
    changes: [surroundings],
    secondary: true,
  };
}

/** A call that Firebreak does not make: it stays missing, so that the outcome shows what is open. */
function forPerson({ name }: FunctionState): Call {
  return {
    service: "lambda",
    operation: "PutFunctionScalingConfig",
    input: { FunctionName: name },
    reason:
      "the function runs on Lambda Managed Instances, which reserved concurrency does not limit: set the scaling of its versions to 0 " +
      "(https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionScalingConfig.html)",
    changes: [],
    waitsFor: "a person",
  };
}
