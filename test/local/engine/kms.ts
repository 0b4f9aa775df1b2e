import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the key does to a text: it puts this before it. */
export const prefix = Buffer.from("under the key: ");

/** A server of KMS with one key. */
export interface Kms {
  endpoint: string;
  /** The operations that it was asked for. */
  calls: string[];
  close(): void;
}

/** Starts KMS, as far as Pulumi's secrets use it: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export async function startKms(): Promise<Kms> {
  const calls: string[] = [];
  const server = kms(calls);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, calls, close: () => server.close() };
}

function kms(calls: string[]): Server {
  return createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { Plaintext, CiphertextBlob, KeyId } = JSON.parse(Buffer.concat(parts).toString());
    const [, operation = ""] = String(request.headers["x-amz-target"]).split(".");
    calls.push(operation);
    const bytes = (text: string) => Buffer.from(text, "base64");
    const answer =
      operation === "Encrypt"
        ? { CiphertextBlob: Buffer.concat([prefix, bytes(Plaintext)]).toString("base64"), KeyId }
        : { Plaintext: bytes(CiphertextBlob).subarray(prefix.length).toString("base64") };
    response.setHeader("content-type", "application/x-amz-json-1.1").end(JSON.stringify(answer));
  });
}
