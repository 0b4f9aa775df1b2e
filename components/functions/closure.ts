import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { type DoctorSettings, doctor } from "../../runtime/doctor/settings";
import { type ExceptionSettings, exceptions } from "../../runtime/exceptions/settings";
import { examiner } from "../../runtime/functions/doctor/examiner";
import { exceptionGranter } from "../../runtime/functions/exceptions/granter";
import { type OpenGroupSettings, openGroupEvaluator, openGroups } from "../../runtime/functions/openGroups/evaluator";
import { responder } from "../../runtime/functions/responder/responder";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import type { Route } from "../../runtime/model/response";

/** The handler that the text of a function exports, as Lambda names it. */
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

/** What the serialiser made of a maker of handlers, which takes seconds; and the finished code by its settings. */
interface Made {
  closure: Promise<string>;
  codes: Record<string, Promise<string>>;
}

const made = new WeakMap<object, Made>();

let isMade = true;

/**
 * Runs a program of which only the resources are looked at. Its functions stay empty, as nothing deploys them and making
 * their code takes most of the time.
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
 * The code of a function: one CommonJS file with the handler, which Pulumi serialises, and the packages that Lambda does
 * not ship. The settings follow the closure as plain data, so that one process may deploy many stacks, or ask for a function
 * in each of many Regions, and serialise once.
 *
 * @param identity what the closure depends on besides the settings
 * @param maker makes, of the settings, the factory of the handler; that is called once in a container
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

/** This is the only place that calls Pulumi's serialiser. */
async function serialise(maker: (settings: any) => () => unknown): Promise<string> {
  return (await pulumi.runtime.serializeFunction(maker, { exportName: "maker" })).text;
}

/** The AWS SDK's clients come with Lambda's runtime: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
async function bundle(name: string, contents: string): Promise<string> {
  const bundled = await build({
    stdin: { contents, resolveDir: __dirname, sourcefile: `${name}.js` },
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    // Lambda finds its SDK by NODE_PATH, which only require() looks at.
    supported: { "dynamic-import": false },
    format: "cjs",
    external: ["@aws-sdk/client-*"],
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return bundled.outputFiles[0]!.text;
}
