import { request } from "node:https";
import { coded } from "../../lib/errors";

/** Where the Kubernetes API of a cluster is, and how it is recognised. */
export interface Endpoint {
  url: string;
  /** The cluster's own certificate authority, as PEM. No other is trusted. */
  ca: string;
}

/** One request to it. */
export interface Sent {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

/** The longest wait for an answer, in milliseconds. */
const longest = 8000;

/** The largest answer that is read, in characters: the policies of a namespace have a few kilobytes. */
const largest = 8_000_000;

/**
 * Sends a request and returns what the API answers.
 *
 * @throws what the API refuses, with the code that AWS has for such a case; ClusterUnavailable if no answer came
 */
export async function send({ url, ca }: Endpoint, token: string, { method, path, body }: Sent): Promise<any> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const { status, text } = await exchange(url + path, {
    method,
    ca,
    signal: AbortSignal.timeout(longest),
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      ...(sent !== undefined && {
        "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
        // Node.js sends the body of a DELETE only with its length.
        "Content-Length": Buffer.byteLength(sent),
      }),
    },
    body: sent,
  }).catch((error: Error) => {
    throw coded("ClusterUnavailable", `${new URL(url).host} gives no answer: ${error.message}`);
  });
  const answer = parsed(text);
  if (status < 300) return answer;
  throw refusal(status, answer);
}

function exchange(url: string, { body, ...options }: Record<string, any>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > largest) sent.destroy(new Error("the answer is too large"));
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
function refusal(status: number, answer: any): Error {
  const codes: Record<number, string> = {
    400: "InvalidRequest",
    403: "AccessDenied",
    404: "NotFound",
    422: "ValidationError",
    429: "TooManyRequests",
  };
  const reason = typeof answer?.reason === "string" ? answer.reason : "";
  const said = `the Kubernetes API says: ${typeof answer?.message === "string" ? answer.message : `status ${status}`}`;
  if (status === 401) return coded("NoClusterAccess", said);
  const code = codes[status] ?? (status >= 500 ? "ServiceUnavailable" : reason || `Status${status}`);
  return coded(code, said);
}
