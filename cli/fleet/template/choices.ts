import type { ServiceSettings } from "../../../components/settings/schema";
import { here } from "./intrinsics";

/** Something that differs between the accounts or Regions of one template. */
export interface Choice {
  /** The name of the condition, and of its parameter if it has one. */
  name: string;
  /** The condition: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
  condition: object;
  /** What the parameter decides; without it the template itself knows. */
  description?: string;
  /** The settings of an account or Region for which the condition does not hold. */
  without: ServiceSettings;
}

/** What a parameter may be: CloudFormation has no boolean ones. */
export const yesOrNo = { Type: "String", AllowedValues: ["true", "false"], Default: "true" };

/** The settings for which every condition holds, and the conditions. */
export function choicesOf(settings: ServiceSettings): { all: ServiceSettings; choices: Choice[] } {
  const { config, guardDuty, rehearsalAccounts, homeRegion } = settings;
  const { globalRegion = homeRegion } = config;
  const recordsAll = config.recorder && config.record === "all";
  const all = {
    ...settings,
    config: { ...config, ...(recordsAll && { globalRegion: here.region }) },
    rehearsalAccounts: rehearsalAccounts.length > 0 ? [here.account] : [],
  };
  const choices: Choice[] = [];
  if (config.recorder) {
    choices.push({
      ...byParameter("CreateRecorder"),
      description:
        "Whether to create AWS Config's recorder, delivery channel and bucket. An account has one recorder in a Region, and CloudFormation cannot take over one that exists: choose false for accounts with a recorder, in both StackSets.",
      without: { ...all, config: { ...all.config, recorder: false } },
    });
  }
  if (recordsAll) {
    choices.push({
      name: "GlobalRegion",
      condition: equals(here.region, [globalRegion]),
      without: { ...all, config: { ...all.config, globalRegion } },
    });
  }
  if (guardDuty.detector) {
    choices.push({
      ...byParameter("CreateDetector"),
      description:
        "Whether to turn GuardDuty on. An account has one detector in a Region, and CloudFormation cannot take over one that exists: choose false where GuardDuty is on already, for example by the organization's administrator.",
      without: { ...all, guardDuty: { ...guardDuty, detector: false } },
    });
  }
  if (rehearsalAccounts.length > 0) {
    choices.push({
      name: "RehearsalAccount",
      condition: equals(here.account, rehearsalAccounts),
      without: { ...all, rehearsalAccounts: [] },
    });
  }
  return { all, choices };
}

const byParameter = (name: string) => ({ name, condition: { "Fn::Equals": [{ Ref: name }, "true"] } });

/** `Fn::Or` takes 2 to 10 conditions. */
const mostInOr = 10;

/** Whether a pseudo parameter is one of some values. */
function equals(parameter: string, values: string[]): object {
  const one = (value: string): object => ({ "Fn::Equals": [parameter, value] });
  const anyOf = (conditions: object[]): object => (conditions.length === 1 ? conditions[0]! : { "Fn::Or": conditions });
  const groups: object[] = [];
  for (let at = 0; at < values.length; at += mostInOr) {
    groups.push(anyOf(values.slice(at, at + mostInOr).map(one)));
  }
  return anyOf(groups);
}
