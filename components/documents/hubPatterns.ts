import { generatorEnds } from "../../runtime/findings/securityHub/controls";

/** EventBridge's operators: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const suffix = (text: string) => ({ suffix: text });
const orMissing = { exists: false };

/**
 * AWS products by the end of their ARN. Member accounts can import findings only for products of their own, whose ARNs
 * end differently (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
 * Findings of other products (such as vulnerabilities of Inspector and copies of Config findings) are handled
 * elsewhere.
 */
const products = (...names: string[]) => names.map((name) => suffix(`:product/aws/${name}`));
const productsV2 = (...names: string[]) => names.map((name) => suffix(`:productv2/aws/${name}`));

/** Any AWS product in V2, where the class excludes vulnerabilities. */
const ofAws = [{ wildcard: "arn:*::productv2/aws/*" }];

/** Products whose severe findings people are notified of, besides GuardDuty and controls. */
const notified = ["access-analyzer", "macie"];
/** V2 adds exposure findings: https://docs.aws.amazon.com/securityhub/latest/userguide/exposure-findings.html */
const notifiedV2 = [...notified, "securityhub", "securityhub-cspm", "securityhub-exposure", "securityhub-risk"];

/**
 * Only active findings count; archived ones do not. Every update of a finding in Security Hub is an event, including
 * our own, which the intake recognizes. The workflow status does not matter here: every member account may set it for
 * its own findings, and a control that is NOTIFIED may still fail.
 */
export const freshInHub = { RecordState: ["ACTIVE"] };

/** The same in OCSF: open detection and compliance findings. */
const freshInV2 = {
  class_uid: [2003, 2004],
  activity_name: [{ "anything-but": "Close" }, orMissing],
};

const high = { Severity: { Label: ["HIGH", "CRITICAL"] } };
const highInV2 = { severity_id: [4, 5, 6] };

/**
 * The patterns of severe findings, one each because an `$or` cannot contain another. A member account may lower the
 * record's severity. The product's severity stays in FindingProviderFields (in OCSF: vendor_attributes), and the intake
 * takes the higher of the two
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
 */
export const severe: { hub: object; v2: object }[] = [
  { hub: high, v2: highInV2 },
  { hub: { FindingProviderFields: high }, v2: { vendor_attributes: highInV2 } },
];
type Severe = (typeof severe)[number];

const anythingBut = (texts: string[]) => [texts.length > 0 ? { "anything-but": texts } : { exists: true }];
const ends = (controls: string[]) => controls.flatMap(generatorEnds);

/** GuardDuty findings about these resource types, as Security Hub forwards them. */
export const guardDutyInHub = (types: string[]) => ({
  hub: { findings: { ...freshInHub, ProductArn: products("guardduty"), Resources: { Type: types } } },
  "hub-v2": {
    findings: { ...freshInV2, metadata: { product: { uid: productsV2("guardduty") } }, resources: { type: types } },
  },
});

/** Failed findings of these controls. */
export const failedControls = (controls: string[]) => ({
  hub: {
    findings: {
      ...freshInHub,
      ProductArn: products("securityhub"),
      Compliance: { Status: ["FAILED"] },
      GeneratorId: ends(controls).map(suffix),
    },
  },
  "hub-v2": {
    findings: {
      ...freshInV2,
      metadata: { product: { uid: ofAws } },
      compliance: { status: ["Fail", orMissing], control: controls },
    },
  },
});

/**
 * Severe findings that no response handles: GuardDuty findings about other resource types, and findings of the other
 * notified products about any type.
 */
export const restInHub = (claimed: string[], { hub }: Severe) => ({
  hub: {
    findings: {
      ...freshInHub,
      ...hub,
      $or: [
        { ProductArn: products("guardduty"), Resources: { Type: anythingBut(claimed) } },
        { ProductArn: products(...notified) },
      ],
    },
  },
});

/** Severe controls that no response handles. Security Hub re-sends every control of every account. */
export const otherControls = (answered: string[], { hub }: Severe) => ({
  hub: {
    findings: {
      ...freshInHub,
      ...hub,
      ProductArn: products("securityhub"),
      Compliance: { Status: ["FAILED"] },
      GeneratorId: anythingButEnds(answered),
    },
  },
});

/**
 * The same in OCSF: findings of AWS products about other resource types, and of the notified products about any type.
 */
export const restInHubV2 = (claimed: string[], answered: string[], { v2 }: Severe) => ({
  "hub-v2": {
    findings: {
      ...freshInV2,
      ...v2,
      compliance: { control: [...anythingBut(answered), orMissing] },
      $or: [
        {
          metadata: { product: { uid: ofAws } },
          resources: { type: anythingBut(claimed) },
        },
        { metadata: { product: { uid: productsV2(...notifiedV2) } } },
      ],
    },
  },
});

const anythingButEnds = (controls: string[]) =>
  controls.length > 0 ? [{ "anything-but": { suffix: ends(controls) } }] : [{ exists: true }];

/** What an account forwards from Security Hub: all products that the patterns above match, without passed controls. */
export const usedOfHub = {
  findings: {
    ...freshInHub,
    $or: [
      { ProductArn: products("guardduty", ...notified) },
      { ProductArn: products("securityhub"), Compliance: { Status: ["FAILED"] } },
    ],
  },
};

/** The same for Security Hub V2. */
export const usedOfHubV2 = { findings: { ...freshInV2, metadata: { product: { uid: ofAws } } } };
