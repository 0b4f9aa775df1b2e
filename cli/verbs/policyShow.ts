import { type DeployedModes, deployedModes, limitsText, ruleTexts } from "../deployedModes";
import { readDirectory } from "../directory";
import { section } from "../output/decision";
import { safe, say, sayJson } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { working } from "../progress";
import { commonOptions, type Verb } from "../verb";

export const policyShow: Verb = {
  command: "show",
  summary: "Show the modes of each response as they are deployed",
  options: { json: commonOptions.json },
  examples: [["show", "Which findings are contained, wait for approval, or are only observed"]],
  async run({ json }: { json: boolean }, world) {
    const directory = await readDirectory(world);
    const all = await working(world, "asking each response", () => deployedModes(world, directory));
    if (json) sayJson(world, all);
    else say(world, text(styleOf(world), all));
    return 0;
  },
};

function text(style: Style, all: DeployedModes[]): string {
  const blocks = all.map((one) =>
    [
      `${style.title(safe(one.response))}  ${limitsText(one)}`,
      ...ruleTexts(one.modes).map(([mode, findings]) => `  - ${safe(mode)}: ${safe(findings)}`),
    ].join("\n"),
  );
  const never = [...new Set(all.flatMap(({ protectedResources }) => protectedResources))].map(safe);
  return [...blocks, ...(never.length > 0 ? [section(style, "Never changed", never).join("\n")] : [])].join("\n\n");
}
