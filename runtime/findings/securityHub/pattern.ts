import { type Details, fitting, isHubType, type SourcePatterns, separately } from "../pattern";
import { generatorEnds } from "./controls";
import { hubEvents } from "./events";

/** EventBridge's operators: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const suffix = (text: string) => ({ suffix: text });
const orMissing = { exists: false };

/**
 * AWS products by the end of their ARN. Members can import findings only under products of their own, whose ARNs end
 * differently (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html). Findings of
 * other products (vulnerabilities of Inspector, Config's own copies) are handled elsewhere.
 */
const products = (...names: string[]) => names.map((name) => suffix(`:product/aws/${name}`));
const productsV2 = (...names: string[]) => names.map((name) => suffix(`:productv2/aws/${name}`));

/** Any AWS product in V2, where the class excludes vulnerabilities. */
const ofAws = [{ wildcard: "arn:*::productv2/aws/*" }];

/** Products whose severe findings people are notified of, besides GuardDuty and controls. */
const notified = ["access-analyzer", "macie"];
/** V2 adds the exposure findings: https://docs.aws.amazon.com/securityhub/latest/userguide/exposure-findings.html */
const notifiedV2 = [...notified, "securityhub", "securityhub-cspm", "securityhub-exposure", "securityhub-risk"];

/**
 * Active findings: every update of a finding in Security Hub causes an event, our own included; archived ones do not count. The
 * workflow status does not matter here: every member may set it for its own findings, and a NOTIFIED control may still fail. The
 * intake recognizes our own updates.
 */
const freshInHub = { RecordState: ["ACTIVE"] };

/** The same in OCSF: detection and compliance findings that are open. */
const freshInV2 = {
  class_uid: [2003, 2004],
  activity_name: [{ "anything-but": "Close" }, orMissing],
};

const high = { Severity: { Label: ["HIGH", "CRITICAL"] } };
const highInV2 = { severity_id: [4, 5, 6] };

/**
 * What makes a finding severe, one pattern each, as `$or` cannot be nested. A member may lower the record's severity; the
 * product's stays in FindingProviderFields, in OCSF in vendor_attributes, and the intake uses the higher of both
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
 */
const severe: { hub: object; v2: object }[] = [
  { hub: high, v2: highInV2 },
  { hub: { FindingProviderFields: high }, v2: { vendor_attributes: highInV2 } },
];
type Severe = (typeof severe)[number];

const anythingBut = (texts: string[]) => [texts.length > 0 ? { "anything-but": texts } : { exists: true }];
const ends = (controls: string[]) => controls.flatMap(generatorEnds);

/** GuardDuty findings about these resource types, as Security Hub forwards them. */
const guardDutyInHub = (types: string[]) => ({
  hub: { findings: { ...freshInHub, ProductArn: products("guardduty"), Resources: { Type: types } } },
  "hub-v2": {
    findings: { ...freshInV2, metadata: { product: { uid: productsV2("guardduty") } }, resources: { type: types } },
  },
});

/** The failed findings of these controls. */
const failedControls = (controls: string[]) => ({
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
 * Severe findings that no response takes: of GuardDuty about other resource types, and of the other products that people are
 * notified of.
 */
const restInHub = (claimed: string[], { hub }: Severe) => ({
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

/** Severe controls that no response acts on. Security Hub resends every control of every account. */
const otherControls = (answered: string[], { hub }: Severe) => ({
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

/** The same in OCSF: AWS products about other resource types, and the products that people are notified of. */
const restInHubV2 = (claimed: string[], answered: string[], { v2 }: Severe) => ({
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

/** What an account forwards from Security Hub: every product of the patterns above, without controls that passed. */
const usedOfHub = {
  findings: {
    ...freshInHub,
    $or: [
      { ProductArn: products("guardduty", ...notified) },
      { ProductArn: products("securityhub"), Compliance: { Status: ["FAILED"] } },
    ],
  },
};

/** The same for Security Hub V2. */
const usedOfHubV2 = { findings: { ...freshInV2, metadata: { product: { uid: ofAws } } } };

const control = "SecurityHub:Control/";
const controlsOf = (types: string[]): string[] => [
  ...new Set(types.filter((type) => type.startsWith(control)).map((type) => type.slice(control.length))),
];

/** A list of controls may be longer than one pattern. */
const controlsInOne = 20;
function controlDetails(controls: string[]): Details[] {
  const parts = Array.from({ length: Math.ceil(controls.length / controlsInOne) }, (_, part) =>
    controls.slice(part * controlsInOne, (part + 1) * controlsInOne),
  );
  return parts.flatMap((part) => separately(failedControls(part)));
}

/** By product and control. */
export const hubPatterns: SourcePatterns = {
  wanted({ resourceTypes, findingTypes }) {
    const own = resourceTypes.filter(isHubType);
    // A copy of a GuardDuty finding counts only for a route that takes the original.
    const copies = own.length > 0 && own.length < resourceTypes.length ? separately(guardDutyInHub(own)) : [];
    return { incidents: copies, posture: controlDetails(controlsOf(findingTypes)) };
  },
  rest({ claimed, answered, findingTypes }) {
    const hub = claimed.filter(isHubType);
    const controls = controlsOf(findingTypes);
    const all = [...controlsOf(answered), ...controls];
    const severely = (make: (others: string[], how: Severe) => Details, others: string[], how: Severe) =>
      separately(fitting(hubEvents, (left) => make(left, how), others));
    return {
      incidents: severe.flatMap((how) => severely(restInHub, hub, how)),
      posture: [
        ...controlDetails(controls),
        ...severe.flatMap((how) => [
          ...severely(otherControls, all, how),
          // Of GuardDuty these are copies; the rest are controls and exposures.
          ...severely((left) => fitting(hubEvents, (types) => restInHubV2(types, left, how), hub), all, how),
        ]),
      ],
    };
  },
  forwarded: () => ({ hub: usedOfHub, "hub-v2": usedOfHubV2 }),
};
