// Runs a Lambda handler once for the event that its parent sends: `node crashingProcess.cjs FILE NUMBER`. In place of HTTP
// request NUMBER the process ends, as Lambda's does when the machine fails.
"use strict";
const http = require("node:http");

const crashAt = Number(process.argv[3]);
let requests = 0;
const request = http.request;
http.request = (...args) => {
  if (++requests >= crashAt) process.exit(1);
  return request(...args);
};

process.once("message", async (event) => {
  const { handler } = require(process.argv[2]);
  const deadline = Date.now() + 60_000;
  const context = {
    awsRequestId: `crash-${process.pid}-${Date.now()}`,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const ended = await handler(event, context).then(
    (answer) => ({ answer }),
    (error) => ({ error: error.message }),
  );
  process.send({ crashed: false, requests, ...ended }, () => process.exit(0));
});
