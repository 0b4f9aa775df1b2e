import type { Kind } from "../../kind";
import { localCall } from "../../localCall";

const service = "securityhub";
const path = "/accounts";

export const account: Kind = {
  inputs: {
    enableDefaultStandards: { default: true, replaces: true },
    autoEnableControls: { default: true },
    controlFindingGenerator: {},
  },
  async create(inputs, aws) {
    const body = {
      EnableDefaultStandards: inputs.enableDefaultStandards,
      ControlFindingGenerator: inputs.controlFindingGenerator,
    };
    await localCall({ service, method: "POST", path, body }, aws);
    return aws.account();
  },
  async finish(_, inputs, aws) {
    if (inputs.autoEnableControls) return;
    await localCall({ service, method: "PATCH", path, body: { AutoEnableControls: false } }, aws);
  },
  async read(_, aws) {
    const found = await localCall({ service, method: "GET", path }, aws).catch(notSubscribed);
    if (!found) return undefined;
    return {
      inputs: {
        ...(found.AutoEnableControls !== undefined && { autoEnableControls: found.AutoEnableControls }),
        ...(found.ControlFindingGenerator && { controlFindingGenerator: found.ControlFindingGenerator }),
      },
      outputs: { arn: found.HubArn },
    };
  },
  async update(_, inputs, aws) {
    const { autoEnableControls, controlFindingGenerator = "SECURITY_CONTROL" } = inputs;
    const body = { AutoEnableControls: autoEnableControls, ControlFindingGenerator: controlFindingGenerator };
    await localCall({ service, method: "PATCH", path, body }, aws);
  },
  delete: (_, aws) => localCall({ service, method: "DELETE", path }, aws).catch(notSubscribed),
};

/** Security Hub's error if it is not enabled. */
function notSubscribed(error: Error): undefined {
  if (error.name === "InvalidAccessException" || error.name === "ResourceNotFoundException") return undefined;
  throw error;
}
