// Runs a Lambda handler for the events that its parent sends as { id, event, crashAt }. In place of its HTTP request number
// `crashAt` a run stops for good: no request of it leaves any more and nothing is answered, as when the machine fails.
// The parent is told once the requests that had left are over, so that none of them takes effect behind its back.
"use strict";
const { AsyncLocalStorage } = require("node:async_hooks");
const http = require("node:http");
const { Writable } = require("node:stream");
const { handler } = require(process.argv[2]);

const runs = new AsyncLocalStorage();
const send = http.request;
const tellCrash = (run) => {
  if (run.requests < run.crashAt || run.open > 0) return;
  process.send({ id: run.id, crashed: true, requests: run.requests });
};
http.request = (...args) => {
  const run = runs.getStore();
  if (++run.requests < run.crashAt) {
    run.open++;
    return send(...args).once("close", () => {
      run.open--;
      tellCrash(run);
    });
  }
  tellCrash(run);
  const nothing = new Writable({ write() {}, final() {} });
  return Object.assign(nothing, { setTimeout: () => nothing, setNoDelay() {}, setSocketKeepAlive() {} });
};

process.on("message", ({ id, event, crashAt }) => {
  const run = { id, requests: 0, open: 0, crashAt: crashAt ?? Number.POSITIVE_INFINITY };
  // The longest that Lambda allows: these runs end by a crash or whole, however slow the machine is.
  const deadline = Date.now() + 900_000;
  const context = {
    awsRequestId: `run-${process.pid}-${id}`,
    // Events of the queue come without the alias.
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:firebreak-isolate-instance${event.Records ? "" : ":operate"}`,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  runs.run(run, async () => {
    const ended = await handler(event, context).then(
      (answer) => ({ answer }),
      (error) => ({ error: error.message }),
    );
    process.send({ id, crashed: false, requests: run.requests, ...ended });
  });
});
