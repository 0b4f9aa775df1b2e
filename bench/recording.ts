import { fork } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import path from "node:path";
import type { DeployedFunction } from "../local/world/deployedFunction";

/**
 * Milliseconds that each request takes longer than the local AWS needs, which answers within some five. A call to AWS takes tens
 * of them, so that what is done at once counts as it does there.
 */
export const latency = 25;

/** One HTTP request to AWS. */
export interface RecordedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A run of the deployed handler. */
export interface Recording {
  milliseconds: number;
  requests: RecordedRequest[];
  answer: { batchItemFailures: unknown[] };
}

/** A process with the deployed code, which records what each event makes it do. */
export function recordingProcess(deployed: DeployedFunction) {
  const child = fork(path.join(__dirname, "recordingProcess.cjs"), [deployed.file, String(latency)], {
    env: deployed.environment,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    ...(process.env["FIREBREAK_LAMBDA_NODE"] && { execPath: process.env["FIREBREAK_LAMBDA_NODE"] }),
  });
  return {
    async run(event: unknown): Promise<Recording> {
      child.send({ event });
      const [recording] = (await once(child, "message")) as [Recording];
      if (recording.answer.batchItemFailures.length > 0) throw new Error("the handler failed; see its log");
      return recording;
    },
    stop: () => child.kill("SIGKILL"),
  };
}

/** The operation that a request asks for, for example `ec2.DescribeInstances`. */
export function operationOf({ headers, body }: RecordedRequest): string {
  const service = /\/\d{8}\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "")?.[1] ?? "unknown";
  const target = headers["x-amz-target"]?.split(".").pop();
  return `${service}.${target ?? /Action=(\w+)/.exec(body)?.[1] ?? "unknown"}`;
}

/**
 * Makes recorded requests again, one after the other and with nothing in between, for another target.
 *
 * @param replacements ids of the first target and what stands for them
 * @returns the milliseconds from the first to the last byte
 */
export async function replay(
  endpoint: string,
  requests: RecordedRequest[],
  replacements: Record<string, string>,
): Promise<number> {
  const changes = { ...replacements };
  const change = (text: string) =>
    Object.entries(changes).reduce((done, [from, to]) => done.replaceAll(from, to), text);
  const started = performance.now();
  for (const recorded of requests) {
    const body = change(recorded.body);
    const headers = Object.fromEntries(
      Object.entries(recorded.headers).map(([name, value]) => [name, change(String(value))]),
    );
    const { status, text } = await exchange(
      endpoint,
      recorded,
      { ...headers, "content-length": String(Buffer.byteLength(body)) },
      body,
    );
    // A condition that the recorded call has fulfilled already is an answer like any other.
    const isAnswer = status < 300 || text.includes("ConditionalCheckFailedException");
    if (!isAnswer) throw new Error(`${operationOf(recorded)} answered ${status}: ${text.slice(0, 300)}`);
    // Sessions are bound to their target: what follows has to use the new one's credentials.
    if (operationOf(recorded) === "sts.AssumeRole") Object.assign(changes, await newSession(text, requests, recorded));
  }
  return performance.now() - started;
}

async function newSession(
  answer: string,
  requests: RecordedRequest[],
  assume: RecordedRequest,
): Promise<Record<string, string>> {
  const field = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)![1]!;
  const next = requests[requests.indexOf(assume) + 1]!;
  const key = /Credential=([^/]+)\//.exec(next.headers["authorization"]!)![1]!;
  return {
    [key]: field("AccessKeyId"),
    [next.headers["x-amz-security-token"]!]: field("SessionToken").replaceAll("&amp;", "&"),
  };
}

function exchange(
  endpoint: string,
  { method, path }: RecordedRequest,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${endpoint}${path}`, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, text }));
    });
    request.on("error", reject);
    setTimeout(() => request.end(body), latency);
  });
}
