import type { Directory } from "../../components/documents/directoryContent";
import type { GrantedException } from "../../runtime/model/journalItems";
import { targetOf } from "../../runtime/resources/targets";
import { assumeApprover } from "../approverRole";
import type { RoleCredentials } from "../aws/clients";
import { confirm } from "../confirm";
import { readDirectory } from "../directory";
import { invoke } from "../invoke";
import { safe, say, sayJson } from "../output/print";
import { callAws, problem } from "../problem";
import { working } from "../progress";
import { commonOptions, listOf, type Verb } from "../verb";
import type { World } from "../world";
import {
  type NamedResource,
  type ResourceArgs,
  resourceOf,
  resourceOptions,
  resourcePositionals,
} from "./exceptionArgs";

interface Args extends ResourceArgs {
  for: string;
  until: string;
  owner: string;
  reference: string;
  yes: boolean;
  json: boolean;
}

export const grant: Verb = {
  command: "grant <kind> [id]",
  summary: "Sign an exception and apply it to a resource; for approvers",
  positionals: resourcePositionals,
  options: {
    ...resourceOptions,
    for: {
      type: "string",
      demandOption: true,
      requiresArg: true,
      describe: "Responses to exempt it from, separated by commas",
    },
    until: {
      type: "string",
      demandOption: true,
      requiresArg: true,
      describe: "Last day of the exception, such as 2027-01-31",
    },
    owner: { type: "string", demandOption: true, requiresArg: true, describe: "Owner of the exception; one word" },
    reference: { type: "string", demandOption: true, requiresArg: true, describe: "Ticket or decision; one word" },
    yes: commonOptions.yes,
    json: commonOptions.json,
  },
  examples: [
    [
      "grant ec2-instance i-0123456789abcdef0 --account 444455556666 --region eu-west-1 --for isolate-instance " +
        "--until 2027-01-31 --owner team@example.com --reference SEC-123",
      "A vulnerability scanner",
    ],
  ],
  async run(args: Args, world) {
    const resource = resourceOf("exception grant", args);
    const { until, owner, reference } = args;
    checkDay(until, world.now());
    for (const [name, value] of Object.entries({ owner, reference })) {
      if (/\s/.test(value)) throw problem(`--${name} is "${safe(value)}": it must be one word`, 2);
    }
    const directory = await readDirectory(world);
    const responses = listOf(args.for).sort();
    if (responses.length === 0) throw problem("--for is empty: it must name responses", 2);
    const unknown = responses.filter((name) => !(name in directory.functions));
    if (unknown.length > 0) {
      const known = Object.keys(directory.functions).join(", ");
      throw problem(`--for is "${safe(unknown.join(" "))}": the responses are ${known}`, 2);
    }
    const what = `${resource.kind} ${safe(resource.id)} in account ${resource.account}, ${resource.region}`;
    await confirm(world, `Exempt ${what} from ${responses.join(", ")} until ${safe(until)}?`, args.yes);
    const role = await assumeApprover(world, directory);
    const issuedAt = `${world.now().toISOString().slice(0, 19)}Z`;
    const said = { ...resource, responses, until, owner, reference, issuedAt };
    const signature = await sign(world, directory, role, said);
    const granted = await working(world, `granting it to ${what}`, () =>
      invoke<GrantedException>(
        world,
        { functionName: functionOf(directory), alias: "approve", credentials: role },
        { command: "grant", ...said, signature },
      ),
    );
    if (args.json) sayJson(world, granted);
    else
      say(
        world,
        `Granted: ${what} is exempt from ${granted.responses.map(safe).join(", ")} until ${safe(granted.until)}.`,
      );
    return 0;
  },
};

/** @throws Problem with exit code 2 if the text is no day, or a day that is over */
function checkDay(text: string, now: Date): void {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw problem(`--until is "${safe(text)}": it must be a day such as 2027-01-31`, 2);
  if (text < now.toISOString().slice(0, 10)) throw problem(`--until is "${text}": that day is over`, 2);
}

interface Said extends NamedResource {
  responses: string[];
  until: string;
  owner: string;
  reference: string;
  issuedAt: string;
}

/** Signs as the approver the text that the function verifies. */
async function sign(world: World, directory: Directory, role: RoleCredentials, said: Said): Promise<string> {
  // Imported here because it loads an AWS client that no other command needs.
  const { macAlgorithm, signedText } =
    require("../../runtime/exceptions/signedText") as typeof import("../../runtime/exceptions/signedText");
  const { kind, id, account: accountId, region, responses, until, owner, reference, issuedAt } = said;
  const { arn } = targetOf(kind, { accountId, region, partition: directory.partition }, id);
  const text = signedText({ accountId, arn, kind, responses, until, owner, reference, issuedAt });
  const { Mac } = await callAws("sign with the key of the exceptions", "approverPolicy", async () => {
    const kms = await world.aws.kms(role);
    return kms.generateMac({
      KeyId: directory.exceptionKeyArn!,
      MacAlgorithm: macAlgorithm,
      Message: new TextEncoder().encode(text),
    });
  });
  return Buffer.from(Mac!).toString("base64url");
}

/** The name of the function that grants exceptions. @throws Problem if the security account has none */
export function functionOf({ exceptionsFunction, exceptionKeyArn }: Directory): string {
  if (exceptionsFunction && exceptionKeyArn) return exceptionsFunction;
  throw problem("The security account's stack has no function for exceptions: deploy it with this version.");
}
