// Runs the deployed handler for each event from its parent, and answers with its duration and its HTTP requests: {
// event } -> { milliseconds, requests, answer }.
"use strict";
const http = require("node:http");
const { handler } = require(process.argv[2]);
const latency = Number(process.argv[3]);

let requests = [];
const send = http.request;
http.request = (options, ...rest) => {
  const noted = { method: options.method, path: options.path, headers: options.headers, body: "" };
  requests.push(noted);
  const request = send(options, ...rest);
  for (const method of ["write", "end"]) {
    const original = request[method];
    request[method] = (chunk, ...others) => {
      if (chunk && typeof chunk !== "function") noted.body += Buffer.from(chunk).toString("utf8");
      if (method !== "end") return original.call(request, chunk, ...others);
      // Node.js sends a request as a whole, so that delaying the end delays everything written before.
      setTimeout(() => original.call(request, chunk, ...others), latency);
      return request;
    };
  }
  return request;
};

process.on("message", async ({ event }) => {
  requests = [];
  const deadline = Date.now() + 60_000;
  const context = {
    awsRequestId: `bench-${Date.now()}`,
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const started = performance.now();
  const answer = await handler(event, context);
  process.send({ milliseconds: performance.now() - started, requests, answer });
});
