import { createHash } from "node:crypto";
import { partitionNamed } from "../lib/partitions";
import { isAmong } from "./caller";
import { identityIn, notProven, type StsAnswer } from "./identity";

/**
 * Proof of who sends a command: a signed GetCallerIdentity request that the person has not sent. The function sends it to STS,
 * which says who signed it
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). It is valid for some minutes, for that call
 * only, and for the one command whose digest is among the signed headers.
 *
 * The caller controls no other part of the request: the function builds method, URL, body and every header except those here, so
 * that STS accepts exactly this call and refuses everything else. Other products that forwarded such requests were attacked
 * through the forwarded parts: Vault through headers and body (CVE-2020-16250,
 * https://googleprojectzero.blogspot.com/2020/10/enter-the-vault-auth-issues-hashicorp-vault.html), the authenticator of
 * Kubernetes through a duplicate parameter (CVE-2022-2385,
 * https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/472).
 */
export interface CallerProof {
  /** `authorization`, `x-amz-date`, the header of the command and, for temporary credentials, `x-amz-security-token`. */
  headers: Record<string, string>;
}

/** The header that binds a proof to its command. */
export const commandHeader = "x-firebreak-command";

/** The only request body that is sent to STS. */
export const proofBody = "Action=GetCallerIdentity&Version=2011-06-15";

const tokenHeader = "x-amz-security-token";

/** Maximum age of a proof, in minutes. STS itself allows fifteen. */
const freshMinutes = 5;

/** The digest that binds a proof to its command, without the proof. */
export function commandDigest(command: Record<string, unknown>): string {
  return createHash("sha256").update(JSON.stringify(command)).digest("hex");
}

/** The signed headers that are the same in every proof and are not part of it. */
export function fixedHeaders(): Record<string, string> {
  return {
    "content-type": "application/x-www-form-urlencoded",
    "x-amz-content-sha256": createHash("sha256").update(proofBody).digest("hex"),
  };
}

/** The names of the headers of a proof, for long-term and for temporary credentials. */
export function proofHeaders(isTemporary: boolean): string[] {
  return ["authorization", "x-amz-date", ...(isTemporary ? [tokenHeader] : []), commandHeader];
}

/** Sends the request to STS. */
export type Send = (url: string, headers: Record<string, string>, body: string) => Promise<StsAnswer>;

/** Where and from whom a proof is accepted. */
export interface Taking {
  /** STS of the function's own Region. */
  endpoint: string;
  region: string;
  /** The ARN patterns of the principals that may send the command, and the setting that has them. */
  people: string[];
  setting: string;
}

/**
 * The ARN of the sender, according to STS.
 *
 * @throws NotProven if the proof is for another command, expired or malformed, if STS rejects it, or if the caller may not send
 *   the command
 */
export async function provenCaller(
  { headers }: CallerProof,
  command: Record<string, unknown>,
  { endpoint, region, people, setting }: Taking,
  send: Send,
): Promise<string> {
  const fault = proofFault(headers, command, region, new Date());
  if (fault) throw notProven(fault);
  const asked = { ...headers, ...fixedHeaders(), accept: "application/json" };
  const arn = identityIn(await send(endpoint, asked, proofBody));
  if (isAmong(arn, people)) return arn;
  throw notProven(`${arn} is not among the ${setting} of the security account's stack`);
}

/** Why the headers do not prove a command, apart from the signature. */
export function proofFault(
  headers: Record<string, string>,
  command: Record<string, unknown>,
  region: string,
  now: Date,
): string | undefined {
  const expected = proofHeaders(tokenHeader in headers);
  const names = Object.keys(headers);
  if (names.length !== expected.length || !expected.every((name) => names.includes(name))) {
    return `its headers must be ${expected.join(", ")}, but are ${names.join(", ") || "none"}: use this version's command line`;
  }
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
  const form =
    /^AWS4-HMAC-SHA256 Credential=\w{1,128}\/(\d{8})\/([a-z0-9-]{1,32})\/sts\/aws4_request, SignedHeaders=([a-z0-9;-]{1,256}), Signature=[0-9a-f]{64}$/;
  const [matched, day, signedFor, signed] = form.exec(headers["authorization"]!) ?? [];
  if (!matched) return "its authorization header is not a signature for STS";
  const wanted = ["host", ...Object.keys(fixedHeaders()), ...expected.filter((name) => name !== "authorization")];
  if (signed !== wanted.sort().join(";")) return `the signed headers are ${signed}, but must be ${wanted.join(";")}`;
  if (signedFor !== region) return `it was signed for ${signedFor}: set AWS_REGION to ${region}`;
  const [written, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(headers["x-amz-date"]!) ?? [];
  if (!written || date !== day) return "its time does not match the date of its signature";
  const at = Date.parse(`${date!.replace(/^(....)(..)(..)$/, "$1-$2-$3")}T${hours}:${minutes}:${seconds}Z`);
  if (!(Math.abs(now.getTime() - at) <= freshMinutes * 60_000)) {
    return `it was made at ${written}, which differs from the current time ${now.toISOString()} by more than ${freshMinutes} minutes`;
  }
  if (!/^[\x21-\x7e]{1,8192}$/.test(headers[tokenHeader] ?? "none")) return `its ${tokenHeader} is malformed`;
  if (headers[commandHeader] !== commandDigest(command)) return "it was made for another command";
  return undefined;
}

/** Who may send a command, and the partition of the receiving function. */
export interface Admission extends Pick<Taking, "people" | "setting" | "region"> {
  partition: string;
}

/** The ARN of the sender of a command with its proof. @throws NotProven as `provenCaller` does */
export function senderOf(sent: Record<string, any>, { partition, ...given }: Admission): Promise<string> {
  const { proof, ...command } = sent;
  return provenCaller(proof, command, { ...given, endpoint: stsEndpoint(given.region, partition) }, sendProof);
}

/** STS of a Region: https://docs.aws.amazon.com/general/latest/gr/sts.html */
export function stsEndpoint(region: string, partition: string): string {
  const given = process.env["AWS_ENDPOINT_URL_STS"] ?? process.env["AWS_ENDPOINT_URL"];
  return given ?? `https://sts.${region}.${partitionNamed(partition).domain}`;
}

/** Sends with the runtime's own `fetch`; a redirect would send the proof elsewhere. */
export async function sendProof(url: string, headers: Record<string, string>, body: string): Promise<StsAnswer> {
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "error", signal });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
}
