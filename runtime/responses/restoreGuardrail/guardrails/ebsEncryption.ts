import { typesOf } from "../../../findings/typesOf";
import { ebsEncryption as type } from "../../../resources/accountSettings";
import { targetOf } from "../../../resources/targets";
import { newestFirst } from "../eventHistory";
import type { Guardrail } from "./guardrail";

const offEvent = "DisableEbsEncryptionByDefault";

/**
 * EBS encryption by default, whose key is a setting of its own and stays
 * (https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html). AWS does not show whether it was on before, so the event
 * history decides.
 */
export const ebsEncryption: Guardrail = {
  kind: type.kind,
  accountTypes: [
    // https://docs.aws.amazon.com/config/latest/developerguide/ec2-ebs-encryption-by-default.html
    ...typesOf("Config:Rule", ["EC2_EBS_ENCRYPTION_BY_DEFAULT"]),
    // https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-7
    ...typesOf("SecurityHub:Control", ["EC2.7"]),
  ],
  off: "EBS does not encrypt by default",
  find: async (_, finding) => [targetOf(type.kind, finding, type.example)],
  async show({ ec2, cloudTrail }, _, known) {
    const on = (await ec2.getEbsEncryptionByDefault({})).EbsEncryptionByDefault === true;
    if (on || known?.wasOn) return { on, wasOn: true };
    const [last] = await newestFirst(cloudTrail, offEvent);
    return { on, wasOn: last !== undefined, ...(last && { offSince: last.at }) };
  },
  switchOn: () => ({ service: "ec2", operation: "EnableEbsEncryptionByDefault", input: {} }),
  switchOff: () => ({ service: "ec2", operation: "DisableEbsEncryptionByDefault", input: {} }),
  leaves: () => [
    "volumes and snapshots that were made while it was off may not be encrypted, and stay so",
    "the default key may have been changed too: compare it with what the account should have",
  ],
  offEvent,
};
