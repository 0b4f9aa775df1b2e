// Runs one Lambda function: `node child.cjs DESCRIPTOR`. Requests come as JSON lines over the socket DESCRIPTOR and are
// answered there as {kind, value} lines; standard output and standard error are the function's log.
"use strict";
const dns = require("node:dns");
const { existsSync, realpathSync } = require("node:fs");
const Module = require("node:module");
const { Socket } = require("node:net");
const path = require("node:path");
const { createInterface } = require("node:readline");
const { pathToFileURL } = require("node:url");

const channel = new Socket({ fd: Number(process.argv[2]), readable: true, writable: true });

/**
 * Keeps `require` out of the folders above the function's code: a project has its modules there, but Lambda has none.
 */
function confineModules(root) {
  const inside = (name) => name === root || name.startsWith(root + path.sep);
  const pathsAbove = Module._nodeModulePaths;
  Module._nodeModulePaths = (from) => pathsAbove(from).filter((name) => !inside(from) || inside(name));
}

function answer(kind, value, then) {
  channel.write(`${JSON.stringify({ kind, value: value === undefined ? null : value })}\n`, then);
}

/** Lambda's result for an error: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function failure(error, errorType) {
  if (!(error instanceof Error))
    return { errorType: errorType ?? typeof error, errorMessage: String(error), trace: [] };
  return { errorType: errorType ?? error.name, errorMessage: error.message, trace: String(error.stack).split("\n") };
}

function isMissingModule(error) {
  return error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND";
}

/**
 * Loads the handler that `file.name` names. If the file cannot find a module, that error is reported and not hidden by
 * a second attempt.
 */
async function load(name) {
  const dot = name.lastIndexOf(".");
  const base = path.join(process.env.LAMBDA_TASK_ROOT, name.slice(0, dot));
  const file = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (!file) throw Object.assign(new Error(`Cannot find module '${name.slice(0, dot)}'`), { code: "MODULE_NOT_FOUND" });
  const exported = await exportsOf(file);
  const handler = exported[name.slice(dot + 1)] ?? exported.default?.[name.slice(dot + 1)];
  if (typeof handler !== "function") {
    throw Object.assign(new Error(`${name} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
  }
  return handler;
}

async function exportsOf(file) {
  if (file.endsWith(".mjs")) return import(pathToFileURL(file).href);
  try {
    return require(file);
  } catch (error) {
    // A .js file of a package with "type": "module".
    if (error?.code !== "ERR_REQUIRE_ESM" && error?.code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return import(pathToFileURL(file).href);
  }
}

/** The second argument of a handler: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(request) {
  const deadline = Date.now() + 1000 * request.seconds;
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: request.id,
    invokedFunctionArn: request.arn,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

/** The result of a handler that returns a promise or a value, or calls its third argument. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, value) => (error ? reject(error) : resolve(value));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === "function" || handler.length < 3) resolve(returned);
  });
}

/**
 * Resolves names under localhost to this machine (RFC 6761), which many resolvers do not. S3 Control puts the account
 * into the host name at any endpoint.
 */
function knowLocalhost() {
  const lookup = dns.lookup;
  dns.lookup = (name, options, callback) => {
    const then = callback ?? options;
    if (!/(^|\.)localhost$/.test(name)) return lookup(name, options, callback);
    if (options?.all) then(null, [{ address: "127.0.0.1", family: 4 }]);
    else then(null, "127.0.0.1", 4);
  };
  const given = process.env.AWS_ENDPOINT_URL;
  if (given) process.env.AWS_ENDPOINT_URL_S3_CONTROL ??= given.replace("127.0.0.1", "localhost");
}

/**
 * Sends the requests of `fetch` to the origins that stand for the hosts of other tools, so that nothing reaches the internet: a host
 * without one fails as if it did not exist.
 */
function knowTools() {
  const origins = JSON.parse(process.env.LOCAL_AWS_TOOLS ?? "{}");
  delete process.env.LOCAL_AWS_TOOLS;
  const send = globalThis.fetch;
  globalThis.fetch = async (address, options) => {
    const url = new URL(address);
    if (url.hostname === "127.0.0.1") return send(address, options);
    if (!origins[url.host])
      throw new TypeError("fetch failed", { cause: new Error(`getaddrinfo ENOTFOUND ${url.host}`) });
    return send(new URL(`${url.pathname}${url.search}`, origins[url.host]), options);
  };
}

async function main() {
  knowLocalhost();
  knowTools();
  confineModules(realpathSync(process.env.LAMBDA_TASK_ROOT));
  for (const [event, errorType] of [
    ["unhandledRejection", "Runtime.UnhandledPromiseRejection"],
    ["uncaughtException", undefined],
  ]) {
    process.on(event, (error) => answer("error", failure(error, errorType), () => process.exit(128)));
  }
  // A function that cannot be loaded fails at every event, so that retries and dead letters occur as on AWS.
  const handler = await load(process.env._HANDLER).catch((error) => () => {
    throw isMissingModule(error)
      ? Object.assign(new Error(error.message), { name: "Runtime.ImportModuleError" })
      : error;
  });
  answer("ready");
  for await (const line of createInterface({ input: channel, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request = JSON.parse(line);
    process.env._X_AMZN_TRACE_ID = request.trace;
    try {
      answer("result", await run(handler, JSON.parse(request.payload || "null"), contextOf(request)));
    } catch (error) {
      const report = failure(error);
      console.error(`${new Date().toISOString()}\t${request.id}\tERROR\tInvoke Error\t${JSON.stringify(report)}`);
      answer("error", report);
    }
  }
  process.exit(0); // the local AWS is gone
}

main();
