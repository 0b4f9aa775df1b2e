import type { Kind } from "../../kind";
import type { Place } from "../../session";
import { configCall } from "./configCall";

export const recorderStatus: Kind = {
  named: "name",
  nameFrom: () => "default",
  inputs: { name: { replaces: true }, isEnabled: {} },
  async create(inputs, aws) {
    await setRecording(inputs.name, inputs.isEnabled, aws);
    return inputs.name;
  },
  async read(id, aws) {
    const body = { ConfigurationRecorderNames: [id] };
    const answer = await configCall("DescribeConfigurationRecorderStatus", body, aws);
    const found = answer.ConfigurationRecordersStatus[0];
    return found && { inputs: { name: id, isEnabled: found.recording }, outputs: {} };
  },
  update: (id, inputs, aws) => setRecording(id, inputs.isEnabled, aws),
  delete: (id, aws) => setRecording(id, false, aws),
};

async function setRecording(ConfigurationRecorderName: string, enabled: boolean, aws: Place): Promise<void> {
  const operation = enabled ? "StartConfigurationRecorder" : "StopConfigurationRecorder";
  await configCall(operation, { ConfigurationRecorderName }, aws);
}
