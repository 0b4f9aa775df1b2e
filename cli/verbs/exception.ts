import type { Exemption, GrantedException } from "../../runtime/model/journalItems";
import { type AccountText, accountTexts } from "../accountNames";
import { confirm } from "../confirm";
import { readDirectory } from "../directory";
import { invoke } from "../invoke";
import { exemptionsFrom, openJournal } from "../journal";
import { section } from "../output/decision";
import { safe, say, sayJson, tell } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { type Cell, tableText } from "../output/table";
import { problem } from "../problem";
import { working } from "../progress";
import { reasonOf } from "../reason";
import { commonOptions, type Verb, type VerbGroup } from "../verb";
import {
  idOption,
  kindOption,
  type NamedResource,
  type ResourceArgs,
  resourceOf,
  resourceOptions,
  resourcePositionals,
} from "./exceptionArgs";
import { functionOf, grant } from "./exceptionGrant";

/** The function's answer about a resource, see `runtime/exceptions/check.ts`. */
interface Checked {
  arn: string;
  key: string;
  value?: string;
  responses: { response: string; exempt: boolean; reason?: string }[];
  granted?: GrantedException;
}

const check: Verb = {
  command: "check <kind> [id]",
  summary: "Check whether a resource is exempt now, and why",
  positionals: resourcePositionals,
  options: {
    ...resourceOptions,
    response: { type: "string", requiresArg: true, describe: "Only this response" },
    json: commonOptions.json,
  },
  examples: [
    ["check s3-bucket my-bucket --account 444455556666 --region eu-west-1", "Whether it is exempt from each response"],
    ["check arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0", "The same, by its ARN"],
  ],
  async run(args: ResourceArgs & { response?: string; json: boolean }, world) {
    const resource = resourceOf("exception check", args);
    const name = functionOf(await readDirectory(world));
    const command = { command: "check", ...resource, ...(args.response && { response: args.response }) };
    const checked = await working(world, `reading ${safe(resource.id)}`, () =>
      invoke<Checked>(world, { functionName: name, alias: "operate" }, command),
    );
    if (args.json) sayJson(world, checked);
    else {
      const style = styleOf(world);
      const { arn, key, value, responses, granted } = checked;
      const lines = responses.map(
        ({ response, exempt, reason }) =>
          `${safe(response)}: ${exempt ? style.warning("exempt") : "not exempt"}${reason ? `, ${safe(reason)}` : ""}`,
      );
      say(
        world,
        [
          style.title(safe(arn)),
          value === undefined ? `  no tag ${safe(key)}` : `  tag ${safe(key)}: ${safe(value)}`,
          ...(granted ? [`  in the register: ${registered(granted)}`] : ["  not in the register"]),
          ...section(style, "Responses", lines),
        ].join("\n"),
      );
    }
    return 0;
  },
};

const registered = ({ status, until, owner, reference, grantedBy, revokedBy, issuedAt }: GrantedException) =>
  safe(
    `${status}${revokedBy ? ` by ${revokedBy}` : ""}, until ${until}, owner ${owner}, ${reference}, ` +
      `granted by ${grantedBy} at ${issuedAt}`,
  );

const list: Verb = {
  command: "list",
  summary: "List granted exceptions, and findings that are exempt from containment",
  options: {
    all: { type: "boolean", default: false, describe: "Include expired and revoked exceptions" },
    json: commonOptions.json,
  },
  examples: [["list", "Also shows how many have no end date"]],
  async run({ all, json }: { all: boolean; json: boolean }, world) {
    const directory = await readDirectory(world);
    const journal = await openJournal(world, directory);
    const today = world.now().toISOString().slice(0, 10);
    const granted = (await journal.allGranted()).filter(
      (item) => all || (item.status === "granted" && item.until >= today),
    );
    const exemptions = await exemptionsFrom(journal, Object.keys(directory.functions));
    if (json) sayJson(world, { granted, exemptions });
    else if (granted.length + exemptions.length === 0) tell(world, "There are no exceptions.");
    else {
      const style = styleOf(world);
      const accountText = await accountTexts(journal);
      const tables = [
        ...(granted.length > 0
          ? [
              style.title("Granted"),
              tableText(
                world,
                ["UNTIL", "STATUS", "RESOURCE", "KIND", "ACCOUNT", "REGION", "FROM", "OWNER", "REFERENCE"],
                granted.map((item) => row(item, accountText)),
              ),
            ]
          : []),
        ...(exemptions.length > 0
          ? [
              style.title("Findings that an exception exempts from containment"),
              tableText(
                world,
                ["UNTIL", "SEVERITY", "RESOURCE", "KIND", "ACCOUNT", "REGION", "FROM", "TYPE", "WHY", "SHOW"],
                exemptions.map((item) => exemptionRow(style, item, accountText)),
              ),
            ]
          : []),
      ];
      say(world, tables.join("\n\n"));
      const unbounded = exemptions.filter((item) => item.until === undefined).length;
      if (unbounded > 0)
        tell(world, style.warning(`${unbounded} of them ${unbounded === 1 ? "has" : "have"} no end date.`));
    }
    return 0;
  },
};

const row = (item: GrantedException, accountText: AccountText): Cell[] => [
  safe(item.until),
  item.status,
  safe(item.resource),
  safe(item.kind),
  accountText(item.accountId),
  safe(item.region),
  item.responses.map(safe).join(", "),
  safe(item.owner),
  safe(item.reference),
];

const exemptionRow = (
  style: Style,
  { until, target, response, reason, finding }: Exemption,
  accountText: AccountText,
): Cell[] => [
  safe(until ?? "no end date"),
  style.severityCell(finding.severity),
  safe(target.id),
  safe(target.kind),
  accountText(target.accountId),
  safe(target.region),
  safe(response),
  safe(finding.type),
  safe(reason),
  safe(finding.id),
];

interface RevokeArgs extends Partial<ResourceArgs> {
  arn?: string;
  reason: string;
  yes: boolean;
  json: boolean;
}

const revoke: Verb = {
  command: "revoke [arn]",
  summary: "Revoke an exception, even one that was never granted",
  positionals: { arn: { type: "string", describe: "ARN of a resource in the register" } },
  options: {
    kind: kindOption,
    id: { ...idOption, requiresArg: true },
    account: commonOptions.account,
    region: commonOptions.region,
    reason: commonOptions.reason,
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    [
      'revoke arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0 --reason "scan is over"',
      "A granted exception",
    ],
    [
      'revoke --kind s3-bucket --id my-bucket --account 444455556666 --region eu-west-1 --reason "no ticket"',
      "A tag that was not granted",
    ],
  ],
  async run(args: RevokeArgs, world) {
    const reason = reasonOf(args);
    const named = namedResource(args);
    const name = functionOf(await readDirectory(world));
    const what = safe(args.arn ?? `${args.kind} ${args.id}`);
    await confirm(world, `Revoke the exception of ${what}?`, args.yes);
    const revoked = await working(world, `revoking the exception of ${what}`, () =>
      invoke<{ arn: string; tagRemoved: boolean }>(
        world,
        { functionName: name, alias: "operate" },
        { command: "revoke", ...named, reason },
      ),
    );
    if (args.json) sayJson(world, revoked);
    else {
      const tag = revoked.tagRemoved ? "its tag was removed" : "it no longer had a tag";
      say(world, `Revoked: ${safe(revoked.arn)} is no longer exempt; ${tag}.`);
    }
    return 0;
  },
};

function namedResource(args: RevokeArgs): NamedResource | { arn: string } {
  const { arn, kind, id, account, region } = args;
  const rest = [kind, id, account, region];
  if (arn !== undefined && rest.every((value) => value === undefined)) return { arn };
  if (arn === undefined && rest.every((value) => value !== undefined))
    return resourceOf("exception revoke", args as ResourceArgs);
  throw problem("Name either the ARN, or all of --kind, --id, --account and --region.", 2);
}

export const exception: VerbGroup = {
  command: "exception",
  summary: "Manage exceptions: grant, check, list, revoke",
  verbs: [grant, check, list, revoke],
};
