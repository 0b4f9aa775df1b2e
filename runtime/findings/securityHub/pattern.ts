import { type Details, fitting, isHubType, type SourcePatterns, separately } from "../pattern";
import { generatorEnds } from "./controls";
import { hubEvents } from "./events";

/** EventBridge's operators: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const suffix = (text: string) => ({ suffix: text });
const orMissing = { exists: false };

/**
 * Products of AWS by the end of their ARN. Members import findings under products of their own only, whose ARNs end
 * otherwise (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html). What an
 * account's other products find (vulnerabilities of Inspector, Config's own copies) is worked on elsewhere.
 */
const products = (...names: string[]) => names.map((name) => suffix(`:product/aws/${name}`));
const productsV2 = (...names: string[]) => names.map((name) => suffix(`:productv2/aws/${name}`));

/** Any product of AWS in V2, where the class tells what is no vulnerability. */
const ofAws = [{ wildcard: "arn:*::productv2/aws/*" }];

/** Products whose severe findings people are told of, besides GuardDuty's and controls. */
const told = ["access-analyzer", "macie"];
/** In V2 the exposure findings come on top: https://docs.aws.amazon.com/securityhub/latest/userguide/exposure-findings.html */
const toldV2 = [...told, "securityhub", "securityhub-cspm", "securityhub-exposure", "securityhub-risk"];

/**
 * What is worth a message: every update of a finding in Security Hub is an event, our own included. What is archived is not.
 * The workflow status does not matter here: every member may set it for its own findings, and what is NOTIFIED may still fail.
 * The intake knows our own updates.
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
 * What makes a finding severe: a pattern each, as one `$or` cannot hold another. A member may lower the record's severity; what
 * the product said stays in FindingProviderFields, in OCSF in vendor_attributes, and the intake takes the higher of both
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
 */
const severe: { hub: object; v2: object }[] = [
  { hub: high, v2: highInV2 },
  { hub: { FindingProviderFields: high }, v2: { vendor_attributes: highInV2 } },
];
type Severe = (typeof severe)[number];

const anythingBut = (texts: string[]) => [texts.length > 0 ? { "anything-but": texts } : { exists: true }];
const ends = (controls: string[]) => controls.flatMap(generatorEnds);

/** GuardDuty's findings about these types of resources, as Security Hub sends them on. */
const guardDutyInHub = (types: string[]) => ({
  hub: { findings: { ...freshInHub, ProductArn: products("guardduty"), Resources: { Type: types } } },
  "hub-v2": {
    findings: { ...freshInV2, metadata: { product: { uid: productsV2("guardduty") } }, resources: { type: types } },
  },
});

/** The findings of these controls that have failed. */
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
 * Severe findings that no response takes: of GuardDuty about other types of resources, and of the other products that are
 * told whatever the type.
 */
const restInHub = (claimed: string[], { hub }: Severe) => ({
  hub: {
    findings: {
      ...freshInHub,
      ...hub,
      $or: [
        { ProductArn: products("guardduty"), Resources: { Type: anythingBut(claimed) } },
        { ProductArn: products(...told) },
      ],
    },
  },
});

/** Severe controls that no response answers. Security Hub re-sends every control of every account. */
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

/** All of that in OCSF: AWS's products about other types of resources, those that are told whatever the type. */
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
        { metadata: { product: { uid: productsV2(...toldV2) } } },
      ],
    },
  },
});

const anythingButEnds = (controls: string[]) =>
  controls.length > 0 ? [{ "anything-but": { suffix: ends(controls) } }] : [{ exists: true }];

/** What an account forwards of Security Hub: every product that anything above asks for, without controls that passed. */
const usedOfHub = {
  findings: {
    ...freshInHub,
    $or: [
      { ProductArn: products("guardduty", ...told) },
      { ProductArn: products("securityhub"), Compliance: { Status: ["FAILED"] } },
    ],
  },
};

/** The same of Security Hub V2. */
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
    // A copy of a finding of GuardDuty is one only for a route that takes the original.
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
