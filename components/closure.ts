import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { responder } from "../runtime/responder";
import type { ResponderSettings } from "../runtime/responderSettings";
import type { Route } from "../runtime/response";

/** The handler that the text of `responderCode` exports, as Lambda names it. */
export const responderHandler = "index.handler";

/**
 * The code of a responder: one CommonJS file with the handler, which Pulumi serialises, and the packages that Lambda does
 * not ship. The AWS SDK's clients come with Lambda's runtime
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html).
 *
 * This is the only place that calls Pulumi's serialiser.
 */
export async function responderCode(route: Route, settings: ResponderSettings): Promise<string> {
  const closure = await pulumi.runtime.serializeFunction(responder(route, settings), { isFactoryFunction: true });
  const bundled = await build({
    stdin: { contents: closure.text, resolveDir: __dirname, sourcefile: `${route.name}.js` },
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
