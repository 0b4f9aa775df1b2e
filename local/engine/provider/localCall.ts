import type { Place } from "./session";

/** One call to a service for which the project has no SDK client. */
export interface LocalCall {
  /** Name of the service in signatures, like `securityhub`. */
  service: string;
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  /** The operation of services that take all calls at one path, like `StarlingDoveService.PutConfigRule`. */
  target?: string;
  body?: object;
}

/**
 * Calls a service of the local AWS in its JSON protocol.
 *
 * The local AWS reads the caller from the signature but does not verify it, so that a real signature is not needed.
 *
 * @returns the service's answer.
 * @throws Error with the service's error code as its name.
 */
export async function localCall(call: LocalCall, aws: Place): Promise<any> {
  const { endpoint, credentials } = aws.call(call.service);
  const { accessKeyId, sessionToken } = await credentials;
  const now = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
  const scope = `${accessKeyId}/${now.slice(0, 8)}/${aws.region}/${call.service}/aws4_request`;
  const response = await fetch(endpoint.replace(/\/$/, "") + call.path, {
    method: call.method,
    // A redirect could lead to another machine.
    redirect: "error",
    headers: {
      "content-type": call.target ? "application/x-amz-json-1.1" : "application/json",
      "x-amz-date": now,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=local`,
      ...(call.target && { "x-amz-target": call.target }),
      ...(sessionToken && { "x-amz-security-token": sessionToken }),
    },
    body: call.body && JSON.stringify(call.body),
  });
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : {};
  throw refusal(response, text);
}

function refusal(response: Response, text: string): Error {
  const answer = parsed(text);
  const code = response.headers.get("x-amzn-errortype") ?? answer.__type ?? answer.code ?? `HTTP ${response.status}`;
  const message = answer.message ?? answer.Message ?? text;
  return Object.assign(new Error(message), { name: code.split(":")[0].split("#").at(-1) });
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
