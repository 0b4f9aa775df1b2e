import { pages } from "../../../aws/pages";
import { typesOf } from "../../../findings/typesOf";
import { describeDetector, detector as type } from "../../../resources/detector";
import { targetOf } from "../../../resources/targets";
import type { Guardrail } from "./guardrail";

/**
 * GuardDuty's detector, suspended. Its features and its settings stay as they are
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html). A member account that an administrator suspended
 * can only be enabled by it, so GuardDuty refuses the call.
 */
export const detector: Guardrail = {
  kind: type.kind,
  accountTypes: [
    // https://docs.aws.amazon.com/config/latest/developerguide/guardduty-enabled-centralized.html
    ...typesOf("Config:Rule", ["GUARDDUTY_ENABLED_CENTRALIZED"]),
    // https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-1
    ...typesOf("SecurityHub:Control", ["GuardDuty.1"]),
  ],
  off: "GuardDuty is suspended",
  async find({ guardDuty }, finding) {
    const ids = await pages(
      (NextToken) => guardDuty.listDetectors({ NextToken }),
      (page) => page.DetectorIds,
      (page) => page.NextToken,
    );
    return ids.map((id) => targetOf(type.kind, finding, id));
  },
  /** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html: a detector shows only its last update. */
  async show({ guardDuty }, { id }) {
    const found = await describeDetector(guardDuty, id);
    if (!found) return undefined;
    const on = found.Status === "ENABLED";
    return { on, wasOn: true, ...(!on && found.UpdatedAt && { offSince: new Date(found.UpdatedAt).toISOString() }) };
  },
  tags: async ({ guardDuty }, target) => (await type.tags!.read({ guardDuty }, target))?.tags ?? {},
  // What is left out stays: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
  switchOn: ({ id }) => ({
    service: "guardDuty",
    operation: "UpdateDetector",
    input: { DetectorId: id, Enable: true },
  }),
  switchOff: ({ id }) => ({
    service: "guardDuty",
    operation: "UpdateDetector",
    input: { DetectorId: id, Enable: false },
  }),
  leaves: () => [
    "GuardDuty made no findings while it was suspended, and does not make them up for",
    "its features and lists may have been changed too: compare them with its template",
  ],
  offEvent: "UpdateDetector",
  callIsFinding: true,
  offParameter: "enable",
};
