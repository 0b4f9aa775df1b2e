import { typesOf } from "../../../findings/typesOf";
import { recorderName, recorder as type } from "../../../resources/recorder";
import { targetOf } from "../../../resources/targets";
import type { Guardrail } from "./guardrail";

/**
 * The recorder of AWS Config that the account manages. Recorders of services cannot be stopped
 * (https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html). No managed rule is about the recorder: rules need
 * one themselves.
 */
export const recorder: Guardrail = {
  kind: type.kind,
  // https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1
  accountTypes: typesOf("SecurityHub:Control", ["Config.1"]),
  off: "AWS Config does not record",
  /** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html */
  async find({ config }, finding) {
    const { ConfigurationRecorders = [] } = await config.describeConfigurationRecorders({});
    return ConfigurationRecorders.flatMap(({ arn }) => {
      const id = arn?.slice(arn.indexOf("/") + 1);
      return id && type.isId(id) ? [targetOf(type.kind, finding, id)] : [];
    });
  },
  /** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html */
  async show({ config }, { id, arn }) {
    const ConfigurationRecorderNames = [recorderName(id)];
    const { ConfigurationRecorders } = await config.describeConfigurationRecorders({ ConfigurationRecorderNames });
    // Another recorder may have got the name of a deleted one.
    if (ConfigurationRecorders?.[0]?.arn !== arn) return undefined;
    const answer = await config.describeConfigurationRecorderStatus({ ConfigurationRecorderNames });
    const status = answer.ConfigurationRecordersStatus?.[0];
    const on = status?.recording === true;
    const { lastStartTime, lastStopTime, lastStatus, lastErrorMessage } = status ?? {};
    return {
      on,
      wasOn: on || lastStartTime !== undefined,
      ...(!on && lastStopTime && { offSince: lastStopTime.toISOString() }),
      ...(lastStatus === "Failure" && {
        trouble: `its last delivery failed: ${lastErrorMessage ?? "AWS Config does not say why"}`,
      }),
    };
  },
  tags: async ({ config }, target) => (await type.tags!.read({ config }, target))!.tags,
  switchOn: ({ id }) => ({
    service: "config",
    operation: "StartConfigurationRecorder",
    input: { ConfigurationRecorderName: recorderName(id) },
  }),
  switchOff: ({ id }) => ({
    service: "config",
    operation: "StopConfigurationRecorder",
    input: { ConfigurationRecorderName: recorderName(id) },
  }),
  leaves: () => [
    "changes that were made while it was off have no history, and rules that are evaluated on a change did not see them",
    "what it records and where it delivers may have been changed too: compare it with its template",
  ],
  offEvent: "StopConfigurationRecorder",
  callIsFinding: true,
};
