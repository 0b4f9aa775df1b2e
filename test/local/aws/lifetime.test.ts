import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = path.join(__dirname, "..", "..", "..");

/** Starts a local AWS with one busy function, prints the process ids and the port, and stops it when told to. */
const script = `
  const path = require("node:path");
  require("ts-node/register/transpile-only");
  const { startLocalAws } = require("./local/aws/localAws");
  const { layOutLambdaModules } = require("./local/aws/lambdaModules");
  const { LambdaClient, CreateFunctionCommand, InvokeCommand, waitUntilFunctionActiveV2 } = require("@aws-sdk/client-lambda");
  const { IAMClient, CreateRoleCommand } = require("@aws-sdk/client-iam");
  const { strToU8, zipSync } = require("fflate");
  async function main() {
    const state = process.env.STATE;
    const aws = await startLocalAws({ python: process.env.FIREBREAK_PYTHON, state, accounts: ["111122223333"],
      lambdaNode: process.execPath, lambdaModules: await layOutLambdaModules(".", path.join(state, "modules")) });
    const settings = { endpoint: aws.endpoint, region: "eu-west-1",
      credentials: { accessKeyId: "111122223333", secretAccessKey: "local" } };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] });
    const role = await new IAMClient(settings).send(new CreateRoleCommand({ RoleName: "busy", AssumeRolePolicyDocument }));
    const lambda = new LambdaClient(settings);
    const ZipFile = zipSync({ "index.js": strToU8("exports.handler = async (event) => { if (event.spin) for (;;); return process.pid; };") });
    await lambda.send(new CreateFunctionCommand({ FunctionName: "busy", Runtime: "nodejs20.x", Handler: "index.handler",
      Timeout: 60, Role: role.Role.Arn, Code: { ZipFile } }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 }, { FunctionName: "busy" });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: "busy" }));
    lambda.send(new InvokeCommand({ FunctionName: "busy", Payload: JSON.stringify({ spin: true }) })).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.send({ server: aws.pid, child: Number(Buffer.from(answer.Payload).toString()), port: Number(new URL(aws.endpoint).port) });
    process.on("message", () => aws.stop().then(() => process.send("stopped")));
    setInterval(() => {}, 1000);
  }
  main().catch((error) => { console.error(error); process.exit(1); });`;

interface Started {
  parent: ChildProcess;
  state: string;
  server: number;
  child: number;
  port: number;
  output: () => string;
}

async function start(): Promise<Started> {
  const state = await mkdtemp(path.join(tmpdir(), "firebreak-life-"));
  const parent = spawn(process.execPath, ["-e", script], {
    cwd: root,
    env: { ...process.env, STATE: state, NODE_OPTIONS: "--disable-warning=NodeVersionSupportWarning --no-warnings" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  for (const stream of [parent.stdout!, parent.stderr!]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const ended = once(parent, "exit").then(() => {
    throw new Error(`the parent ended: ${printed}`);
  });
  ended.catch(() => undefined);
  const [message] = (await Promise.race([once(parent, "message"), ended])) as [
    { server: number; child: number; port: number },
  ];
  return { parent, state, ...message, output: () => printed };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(...pids: number[]): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (!pids.some(alive)) return true;
    await sleep(50);
  }
  return false;
}

/** The addresses by which other machines would reach this one. */
function outside(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter((one) => !one.internal && one.family === "IPv4").map((one) => one.address);
}

async function answers(port: number, address = "127.0.0.1"): Promise<boolean> {
  const socket = connect(port, address);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe("local AWS: shutdown", () => {
  it("stop leaves no process and no listener, and prints nothing on the terminal", async () => {
    const { parent, state, server, child, port, output } = await start();
    assert.equal(await answers(port), true);
    for (const address of outside()) assert.equal(await answers(port, address), false, address);
    assert.ok(alive(server) && alive(child));
    parent.send("stop");
    assert.deepEqual(await once(parent, "message"), ["stopped", undefined]);
    assert.ok(!alive(server) && !alive(child));
    assert.equal(await answers(port), false);
    assert.match(await readFile(path.join(state, "local-aws.log"), "utf8"), /lambda\.Invoke/);
    assert.equal(output(), "");
    parent.kill("SIGKILL");
    await rm(state, { recursive: true });
  });

  it("killing the process that started it ends everything, even during an invocation", async () => {
    const { parent, state, server, child, port } = await start();
    assert.ok(alive(server) && alive(child));
    parent.kill("SIGKILL");
    assert.ok(await gone(server, child), "a process is left");
    assert.equal(await answers(port), false);
    await rm(state, { recursive: true });
  });
});
