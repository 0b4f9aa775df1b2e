import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Options } from "yargs";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { accountsWithFile } from "../fleet/inventory/load";
import { readOrganization } from "../fleet/inventory/readOrganization";
import { needsOrganization } from "../fleet/inventory/resolve";
import { inventoryFile, readInventory } from "../fleet/inventory/schema";
import { answersOf } from "../init/answers";
import { type Facts, readFacts } from "../init/facts";
import { inventoryText } from "../init/inventoryText";
import { type Answers, optionOf, questions } from "../init/questions";
import { safe, say, tell } from "../output/print";
import { callAws, problem } from "../problem";
import type { Verb } from "../verb";
import type { World } from "../world";

type Args = { [Key in keyof Answers]?: string } & { organizationId?: string; dir: string; force: boolean };

const asked: Record<string, Options> = Object.fromEntries(
  questions.map(({ key, text }) => [optionOf(key), { type: "string", requiresArg: true, describe: text }]),
);

export const init: Verb = {
  command: "init",
  summary: `Write ${inventoryFile} from the organization, with at most ${questions.length} questions`,
  options: {
    ...asked,
    "organization-id": {
      type: "string",
      requiresArg: true,
      describe: "Id of the organization, if you may not read it",
    },
    dir: { type: "string", requiresArg: true, default: ".", describe: `Folder of the program, for ${inventoryFile}` },
    force: { type: "boolean", default: false, describe: `Overwrite ${inventoryFile}` },
  },
  examples: [
    ["init", "Asks, and proposes what the organization says"],
    [
      "init --security-account 111122223333 --home-region eu-west-1 --canary 444455556666",
      "Without a terminal: what is not given has a default, or is an error",
    ],
  ],
  async run(args: Args, world) {
    const folder = path.resolve(world.folder, args.dir);
    const facts = args.organizationId === undefined ? await factsOf(world) : undefined;
    const answers = await answersOf(world, args, { facts, region: process.env["AWS_REGION"] });
    const organizationId = args.organizationId ?? facts?.organizationId ?? "";
    const text = inventoryText(organizationId, answers, facts?.managementAccount);
    const inventory = readInventory(text);
    const organization = needsOrganization(inventory)
      ? await callAws("read the organization", undefined, async () =>
          readOrganization(await world.aws.organizations(), false),
        )
      : undefined;
    // Loaded here, because the errors of settings are Pulumi's.
    const { checkInventory } = require("../init/check") as typeof import("../init/check");
    const { stacks, leftOut } = checkInventory(inventory, { organization, files: accountsWithFile(folder) });
    await write(path.join(folder, inventoryFile), text, args.force);
    for (const { account, file } of stacks) {
      if (file) tell(world, `Account ${account} has ${safe(file)}, which is used instead of ${inventoryFile}.`);
    }
    if (facts && answers.deploymentRole && facts.caller !== facts.managementAccount) {
      tell(world, roleNote(answers.deploymentRole, facts));
    }
    say(world, `Wrote ${inventoryFile}: ${stacks.length} accounts covered, ${leftOut.length} left out.`);
    say(world, `Next: ${operatorCommand("fleet show")}, then ${operatorCommand("fleet preview")}.`);
    return 0;
  },
};

const factsOf = (world: World): Promise<Facts> =>
  callAws("read the organization (or name it with --organization-id)", undefined, async () => {
    const { Account = "" } = await (await world.aws.sts()).getCallerIdentity({});
    return readFacts(await world.aws.organizations(), Account);
  });

/**
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html,
 * https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html
 */
const roleNote = (role: string, { caller, managementAccount }: Facts): string =>
  `Your credentials are of account ${caller}. The role ${safe(role)} must trust it: AWSControlTowerExecution and ` +
  `OrganizationAccountAccessRole trust only the management account ${managementAccount}, until you change that.`;

/** @throws Problem if the file exists and may not be overwritten, or if the folder does not exist */
async function write(file: string, text: string, force: boolean): Promise<void> {
  await writeFile(file, text, { flag: force ? "w" : "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw problem(`${file} exists already: --force overwrites it.`, 2);
    throw problem(`Could not write ${file}: ${error.message}`, 2);
  });
}
