import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { type OpenGroupSettings, openGroupEvaluator, openGroups } from "../runtime/openGroups/evaluator";
import { responder } from "../runtime/responder";
import type { ResponderSettings } from "../runtime/responderSettings";
import type { Route } from "../runtime/response";

/** The handler that the text of a function exports, as Lambda names it. */
export const responderHandler = "index.handler";

/** The code of a responder. */
export const responderCode = (route: Route, settings: ResponderSettings): Promise<string> =>
  once(route, settings, () => code(route.name, responder(route, settings)));

/** The code of the function that evaluates security groups. */
export const openGroupCode = (settings: OpenGroupSettings): Promise<string> =>
  once(openGroupEvaluator, settings, () => code(openGroups, openGroupEvaluator(settings)));

const made = new WeakMap<object, Record<string, Promise<string>>>();

/** Code takes a second to make, and one process may deploy many stacks or ask for a function in each of many Regions. */
function once(maker: object, settings: object, make: () => Promise<string>): Promise<string> {
  const known = made.get(maker) ?? {};
  made.set(maker, known);
  const key = JSON.stringify(settings);
  known[key] ??= make();
  return known[key];
}

/**
 * The code of a function: one CommonJS file with the handler, which Pulumi serialises, and the packages that Lambda does
 * not ship. The AWS SDK's clients come with Lambda's runtime
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html).
 *
 * This is the only place that calls Pulumi's serialiser.
 *
 * @param factory makes the handler, once in a container
 */
async function code(name: string, factory: () => unknown): Promise<string> {
  const closure = await pulumi.runtime.serializeFunction(factory, { isFactoryFunction: true });
  const bundled = await build({
    stdin: { contents: closure.text, resolveDir: __dirname, sourcefile: `${name}.js` },
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
