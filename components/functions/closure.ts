import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { type DoctorSettings, doctor } from "../../runtime/doctor/settings";
import { type ExceptionSettings, exceptions } from "../../runtime/exceptions/settings";
import { examiner } from "../../runtime/functions/doctor/examiner";
import { exceptionGranter } from "../../runtime/functions/exceptions/granter";
import { lakeWriter } from "../../runtime/functions/lake/writer";
import { type OpenGroupSettings, openGroupEvaluator, openGroups } from "../../runtime/functions/openGroups/evaluator";
import { responder } from "../../runtime/functions/responder/responder";
import { ticketKeeper } from "../../runtime/functions/tickets/keeper";
import { type LakeSettings, lake } from "../../runtime/lake/settings";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import type { Route } from "../../runtime/model/response";
import type { TicketSettings } from "../../runtime/tickets/settings";

/** The handler's name in Lambda's configuration. */
export const responderHandler = "index.handler";

/** The code of a responder. */
export const responderCode = (route: Route, settings: ResponderSettings): Promise<string> =>
  codeOf(route.name, route, (given: ResponderSettings) => responder(route, given), settings);

/** The code of the function that evaluates security groups. */
export const openGroupCode = (settings: OpenGroupSettings): Promise<string> =>
  codeOf(openGroups, openGroupEvaluator, openGroupEvaluator, settings);

/** The code of the function that grants exceptions. */
export const exceptionCode = (settings: ExceptionSettings): Promise<string> =>
  codeOf(exceptions, exceptionGranter, exceptionGranter, settings);

/** The code of the function that examines accounts. */
export const doctorCode = (settings: DoctorSettings): Promise<string> => codeOf(doctor, examiner, examiner, settings);

/** The code of the function that writes decisions to a data lake. */
export const lakeCode = (settings: LakeSettings): Promise<string> => codeOf(lake, lakeWriter, lakeWriter, settings);

/** The code of the function that keeps the tickets of a channel. */
export const ticketCode = (settings: TicketSettings): Promise<string> =>
  codeOf(`channel-${settings.channel}`, ticketKeeper, ticketKeeper, settings);

/** Caches: the result of the serialiser, which takes seconds, and the bundled code by its settings. */
interface Made {
  closure: Promise<string>;
  codes: Record<string, Promise<string>>;
}

const made = new WeakMap<object, Made>();

let isMade = true;

/**
 * Runs a program whose resources are only inspected. Its functions stay empty, because generating their code takes most
 * of the time and nothing deploys it.
 */
export async function withoutCode<Result>(run: () => Promise<Result>): Promise<Result> {
  isMade = false;
  try {
    return await run();
  } finally {
    isMade = true;
  }
}

/**
 * The code of a function: one CommonJS file with the handler, serialised by Pulumi, and the packages that Lambda does
 * not provide. The settings are appended to the closure as plain data, so that one process can create code for many
 * stacks or Regions and serialise only once.
 *
 * @param identity everything that the closure depends on besides the settings
 * @param maker turns the settings into the factory of the handler, which is called once per container
 */
function codeOf<Settings extends object>(
  name: string,
  identity: object,
  maker: (settings: Settings) => () => unknown,
  settings: Settings,
): Promise<string> {
  if (!isMade) return Promise.resolve("");
  const known = made.get(identity) ?? { closure: serialise(maker), codes: {} };
  made.set(identity, known);
  const data = JSON.stringify(settings);
  known.codes[data] ??= known.closure.then((text) =>
    bundle(name, `${text}\nexports.handler = exports.maker(${data})();\n`),
  );
  return known.codes[data];
}

/** The only call of Pulumi's serialiser. */
async function serialise(maker: (settings: any) => () => unknown): Promise<string> {
  return (await pulumi.runtime.serializeFunction(maker, { exportName: "maker" })).text;
}

/**
 * Lambda's runtime provides the clients of the AWS SDK: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
async function bundle(name: string, contents: string): Promise<string> {
  const bundled = await build({
    stdin: { contents, resolveDir: __dirname, sourcefile: `${name}.js` },
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    // Lambda's SDK is in NODE_PATH, which only require() searches.
    supported: { "dynamic-import": false },
    format: "cjs",
    external: ["@aws-sdk/client-*"],
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return bundled.outputFiles[0]!.text;
}
