import { type DeployedModes, limitsText, type RuleText, ruleTexts } from "../../deployedModes";

/** Which mode applies to which findings. */
export interface ModesView {
  responses: { response: string; rules: RuleText[]; limits: string }[];
  /** What no response changes. */
  protectedResources: string[];
}

/** The modes as they are deployed, in the words of the command line. */
export const modesView = (all: DeployedModes[]): ModesView => ({
  responses: all.map((one) => ({ response: one.response, rules: ruleTexts(one.modes), limits: limitsText(one) })),
  protectedResources: [...new Set(all.flatMap(({ protectedResources }) => protectedResources))],
});
