import { fork } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import path from "node:path";
import type { DeployedFunction } from "../local/world/deployedFunction";

/**
 * The additional latency of each request in milliseconds. The local AWS answers within about five, but AWS takes tens
 * of milliseconds, so that parallel calls matter as they do there.
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

/** A process with the deployed code that records the requests for each event. */
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

/** The operation of a request, for example `ec2.DescribeInstances`. */
export function operationOf({ headers, body }: RecordedRequest): string {
  const service = /\/\d{8}\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "")?.[1] ?? "unknown";
  const target = headers["x-amz-target"]?.split(".").pop();
  return `${service}.${target ?? /Action=(\w+)/.exec(body)?.[1] ?? "unknown"}`;
}

/**
 * Repeats recorded requests for another target, one after the other without pauses.
 *
 * @param replacements the ids of the first target and their replacements
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
    // A failed condition is a valid answer: the recorded call has already fulfilled it.
    const isAnswer = status < 300 || text.includes("ConditionalCheckFailedException");
    if (!isAnswer) throw new Error(`${operationOf(recorded)} answered ${status}: ${text.slice(0, 300)}`);
    // Sessions are bound to their target: later requests must use the new session's credentials.
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
