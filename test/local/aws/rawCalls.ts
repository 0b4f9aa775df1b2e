import { region, testAws } from "./instance";
import type { Credentials } from "./principals";

/** The answer of a call without an SDK client: the body, and the name of the error if it is one. */
export interface Answer {
  error: string | undefined;
  body: any;
}

/** A request, and the Region that it is for. */
type Sent = RequestInit & { path?: string; at?: string };

async function send(service: string, caller: Credentials | string, init: Sent) {
  const { endpoint } = await testAws();
  const { path = "/", at = region, ...rest } = init;
  const given = typeof caller === "string" ? { accessKeyId: caller, sessionToken: undefined } : caller;
  const scope = `${given.accessKeyId}/20260101/${at}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    ...(init.headers as Record<string, string>),
    // Signatures are not verified, only read.
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    ...(given.sessionToken && { "x-amz-security-token": given.sessionToken }),
  };
  return fetch(endpoint + path, { ...rest, headers });
}

async function call(service: string, caller: Credentials | string, path: string, init: Sent): Promise<Answer> {
  const response = await send(service, caller, { ...init, path });
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  const error = response.headers.get("x-amzn-errortype") ?? body.__type ?? String(response.status);
  return { error: response.ok ? undefined : error.split("#").pop()!.split(":")[0], body };
}

/** Calls an operation of Security Hub, which is addressed by method and path. */
export async function securityHub(caller: Credentials | string, method: string, path: string, body?: object) {
  const headers = { "content-type": "application/json" };
  return call("securityhub", caller, path, { method, headers, body: body && JSON.stringify(body) });
}

/** Calls an operation of AWS Config. */
export async function config(
  caller: Credentials | string,
  operation: string,
  body: object,
  at = region,
): Promise<Answer> {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `StarlingDoveService.${operation}`,
  };
  return call("config", caller, "/", { method: "POST", headers, body: JSON.stringify(body), at });
}
