import { createHash } from "node:crypto";
import { coded } from "./errors";
import { partitionNamed } from "./partitions";

/**
 * Proof of who gives a command: a call of GetCallerIdentity that the person has signed and not sent. The function sends it to
 * STS, which says who signed it
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). A signature is good for 15 minutes, for
 * that call only, and for the one command whose digest is among the signed headers.
 */
export interface CallerProof {
  /** The signed headers by their names in small letters, and `authorization`. */
  headers: Record<string, string>;
}

/** The header that binds a proof to its command. */
export const commandHeader = "x-firebreak-command";

/** The only request that is passed on to STS. */
export const proofBody = "Action=GetCallerIdentity&Version=2011-06-15";

/** What a proof is bound to: the command as it is sent, without the proof. */
export function commandDigest(command: Record<string, unknown>): string {
  return createHash("sha256").update(JSON.stringify(command)).digest("hex");
}

/** Sends the request and answers with status and body. */
export type Send = (url: string, headers: Record<string, string>, body: string) => Promise<[number, string]>;

/**
 * The ARN of who gave the command, as STS says.
 *
 * @param sts STS of the function's own Region, and the accounts whose people may prove who they are: whoever has stolen rights
 *   here must not sign with an identity of an account of his own
 * @throws NotProven if the proof is for another command or STS does not accept it
 */
export async function provenCaller(
  { headers }: CallerProof,
  command: Record<string, unknown>,
  { endpoint, accounts }: { endpoint: string; accounts: string[] },
  send: Send,
): Promise<string> {
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers["authorization"] ?? "")?.[1]?.split(";") ?? [];
  if (!signed.includes(commandHeader) || !signed.includes("host")) {
    throw notProven(
      `the signed headers have to include host and ${commandHeader}, and are ${signed.join(", ") || "none"}`,
    );
  }
  if (headers[commandHeader] !== commandDigest(command)) throw notProven("it was made for another command");
  // The host and the length are those of this request, whatever the proof says.
  const passed = [...signed, "authorization"].filter((name) => !["host", "content-length"].includes(name));
  const given = Object.fromEntries(passed.flatMap((name) => (name in headers ? [[name, headers[name]!]] : [])));
  const [status, text] = await send(endpoint, given, proofBody);
  const arn = /<Arn>([^<\s]+)<\/Arn>/.exec(text)?.[1];
  if (status === 200 && arn) {
    if (accounts.includes(arn.split(":")[4] ?? "")) return arn;
    throw notProven(`${arn} is not of account ${accounts.join(" or ")}`);
  }
  const why = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `status ${status}`;
  throw notProven(`STS at ${endpoint} does not accept it: ${why}`);
}

const notProven = (why: string) => coded("NotProven", `who gives the command is not proven: ${why}`);

/** STS of a Region: https://docs.aws.amazon.com/general/latest/gr/sts.html */
export function stsEndpoint(region: string, partition: string): string {
  const given = process.env["AWS_ENDPOINT_URL_STS"] ?? process.env["AWS_ENDPOINT_URL"];
  return given ?? `https://sts.${region}.${partitionNamed(partition).domain}`;
}

/** Sends with the runtime's own `fetch`; a redirect would carry the proof elsewhere. */
export async function sendProof(url: string, headers: Record<string, string>, body: string): Promise<[number, string]> {
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "error" });
  return [answer.status, await answer.text()];
}
