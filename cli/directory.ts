import { z } from "zod";
import { type Directory, directoryParameter } from "../components/documents/directoryContent";
import { exceptions } from "../runtime/exceptions/settings";
import { didYouMean } from "../runtime/lib/nearest";
import { safe } from "./output/print";
import { callAws, isProblem, problem } from "./problem";
import { trueCause } from "./trueCause";
import type { World } from "./world";

const schema: z.ZodType<Directory> = z.object({
  securityAccountId: z.string(),
  homeRegion: z.string(),
  partition: z.string(),
  journalTable: z.string(),
  functions: z.record(z.string(), z.string()),
  releases: z.record(z.string(), z.string()).optional(),
  responses: z.array(z.string()),
  queues: z.record(z.string(), z.object({ url: z.string(), dead: z.string() })),
  exceptionsFunction: z.string().optional(),
  exceptionKeyArn: z.string().optional(),
  exceptionTagKey: z.string(),
  eventLog: z.string(),
  noticeTopic: z.string(),
  regions: z.array(z.string()),
  rolePrefix: z.string(),
  rehearsalAccounts: z.array(z.string()).optional(),
  // Missing if an earlier version deployed the stack.
  rolePath: z.string().default("/"),
  doctorFunction: z.string().optional(),
  openGroups: z.string().optional(),
}) as z.ZodType<Directory>;

/**
 * The names and ARNs that the security account's stack publishes in its parameter.
 *
 * @param region of the parameter; the environment's if it is left out
 * @throws Problem if the credentials or the Region are not those of a security account with this parameter
 */
export async function readDirectory(world: World, region?: string): Promise<Directory> {
  const text = await callAws(`read the parameter ${directoryParameter}`, "auditorPolicy", async () => {
    const ssm = await world.aws.ssm(region);
    const { Parameter } = await ssm.getParameter({ Name: directoryParameter });
    return Parameter?.Value ?? "";
  }).catch(async (error: unknown) => {
    throw isProblem(error) ? await trueCause(world, region, error) : error;
  });
  const parsed = schema.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "the text"}: ${issue.message}`);
  throw problem(
    `The parameter ${directoryParameter} cannot be read by this version (${faults.join("; ")}): ` +
      "deploy the security account's stack with this version.",
  );
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The name of the function that redrives the dead letters of a response, of `notify` or of `exceptions`.
 *
 * @throws Problem with exit code 2 that lists the names with a queue
 */
export function redriverOf({ queues, functions, exceptionsFunction }: Directory, name: string): string {
  const found = name === exceptions ? exceptionsFunction : functions[name];
  if (found && Object.hasOwn(queues, name)) return found;
  throw problem(`"${safe(name)}" has no queue. These have one: ${Object.keys(queues).join(", ")}`, 2);
}

/**
 * The name of the function that releases a response's containments.
 *
 * @throws Problem with exit code 2 that lists the responses
 */
export const releaserOf = (directory: Directory, response: string): string =>
  directory.releases?.[response] ?? functionOf(directory, response);

/** Checks the value of --response. @throws Problem with exit code 2 that names the nearest response, or all */
export function checkResponse({ functions }: Directory, given: string): void {
  const known = Object.keys(functions);
  if (known.includes(given)) return;
  throw problem(
    `--response is "${safe(given)}"${didYouMean(given, known) || `: the responses are ${known.join(", ")}`}`,
    2,
  );
}

/**
 * The name of a response's function.
 *
 * @throws Problem with exit code 2 that lists the responses
 */
export function functionOf(directory: Directory, response: string): string {
  const name = directory.responses.includes(response) ? directory.functions[response] : undefined;
  if (name) return name;
  const near = didYouMean(response, directory.responses);
  throw problem(
    `"${safe(response)}" is not a response that accepts commands${near || `. These are: ${directory.responses.join(", ")}`}`,
    2,
  );
}
