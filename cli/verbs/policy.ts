import path from "node:path";
import { readUnits } from "../../runtime/aws/readUnits";
import type { AccountUnits } from "../../runtime/policy/modes";
import { readEvents } from "../eventFile";
import { section, targetText } from "../output/decision";
import { safe, say, sayJson } from "../output/print";
import { type Style, styleOf } from "../output/style";
import type { Explained, Explanation } from "../policy/explain";
import { configOf, keysOf } from "../stackFiles";
import { commonOptions, type VerbGroup } from "../verb";
import { policyShow } from "./policyShow";

interface Args {
  file: string;
  stack: string;
  dir: string;
  json: boolean;
}

export const policy: VerbGroup = {
  command: "policy",
  summary: "Show and explain the configuration",
  verbs: [
    policyShow,
    {
      command: "explain <file>",
      summary:
        "Explain which rule of the stack file decides about a finding; calls AWS only if a rule names organizational units, to read those of the account",
      positionals: {
        file: {
          type: "string",
          demandOption: true,
          describe: "A finding or an event, as for plan; - reads standard input",
        },
      },
      options: {
        stack: { type: "string", requiresArg: true, default: "master", describe: "Stack of the security account" },
        dir: { type: "string", requiresArg: true, default: ".", describe: "Folder of the stack files" },
        json: commonOptions.json,
      },
      examples: [["explain finding.json", "Uses Pulumi.master.yaml in this folder"]],
      async run({ file, stack, dir, json }: Args, world) {
        // Loaded here because the settings load Pulumi, which is slow.
        const { explain, masterSettings } = require("../policy/explain") as typeof import("../policy/explain");
        const folder = path.resolve(world.folder, dir);
        const settings = masterSettings(await configOf(folder, stack), await keysOf(folder, stack));
        const read: Record<string, Promise<AccountUnits>> = {};
        const unitsOf = (account: string) => {
          read[account] ??= world.aws.organizations().then((client) => readUnits(client, account));
          return read[account];
        };
        const events = await readEvents(world, file);
        const results = (await Promise.all(events.map((event) => explain(settings, event, unitsOf)))).flat();
        if (json) sayJson(world, results);
        else say(world, results.map((item) => text(styleOf(world), item)).join("\n\n"));
        return results.some(isOpen) ? 1 : 0;
      },
    },
  ],
};

/** Whether it is not known what would be done. */
const isOpen = (item: Explained | string): boolean =>
  typeof item === "string" || item.explanations.some(({ unclear }) => unclear);

function text(style: Style, item: Explained | string): string {
  if (typeof item === "string") return safe(item);
  const { type, severity, accountId, region, id } = item.finding;
  return [
    style.title(`${safe(type)}, severity ${severity}, in ${safe(accountId)} ${safe(region)}`),
    `  finding ${safe(id)}`,
    ...item.explanations.map((explanation) => explanationText(style, explanation)),
    style.faint("The file does not have exceptions, caps and pauses: plan considers those too."),
  ].join("\n\n");
}

function explanationText(style: Style, { response, targets, mode, unclear, rules, notes }: Explanation): string {
  const acts = typeof targets === "string" ? [safe(targets)] : targets.map((target) => `acts on ${targetText(target)}`);
  const judged = rules.map(({ rule, mismatches, decides }, index) => {
    const why =
      mismatches.length > 0
        ? `does not match: ${mismatches.map(safe).join("; ")}`
        : decides
          ? "decides"
          : "would match, but an earlier rule decides";
    return `${index + 1}. ${JSON.stringify(rule)} ${why}`;
  });
  const known = unclear ? "not known" : mode;
  return [
    `${style.title(safe(response))}${known && typeof targets !== "string" ? `  mode ${known}` : ""}`,
    ...acts.map((line) => `  ${line}`),
    ...(typeof targets === "string" ? [] : section(style, "Rules", judged)),
    ...(typeof targets === "string" ? [] : notes.map((note) => `  ${safe(note)}`)),
  ].join("\n");
}
