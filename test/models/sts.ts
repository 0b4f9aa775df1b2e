import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";

/** A signer, and the identity that STS returns. */
export interface StsUser {
  secret: string;
  arn: string;
  account: string;
  userId: string;
  token?: string;
}

/** A request as it reached STS. */
export interface StsRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * An STS that verifies signatures as AWS does
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html), and answers
 * GetCallerIdentity in JSON if it is asked for it, else in XML. It accepts any header and any action, as the real one does.
 *
 * @param users by their access key
 */
export async function stsDouble(users: Record<string, StsUser>) {
  const requests: StsRequest[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part) => parts.push(part));
    incoming.on("end", () => {
      const headers = incoming.headers as Record<string, string>;
      const request = { method: incoming.method!, url: incoming.url!, headers, body: Buffer.concat(parts).toString() };
      requests.push(request);
      const isJson = String(headers["accept"]).includes("application/json");
      response.setHeader("content-type", isJson ? "application/json" : "text/xml");
      const user = users[/Credential=(\w+)/.exec(headers["authorization"] ?? "")?.[1] ?? ""];
      if (!user || !isSigned(request, user)) {
        const why = user ? "The request signature we calculated does not match" : "The security token is invalid";
        response.statusCode = 403;
        response.end(
          isJson ? JSON.stringify({ Error: { Message: why }, RequestId: "r" }) : `<Message>${why}</Message>`,
        );
        return;
      }
      const { arn: Arn, account: Account, userId: UserId } = user;
      const result = { GetCallerIdentityResult: { Account, Arn, UserId }, ResponseMetadata: { RequestId: "r" } };
      response.end(isJson ? JSON.stringify({ GetCallerIdentityResponse: result }) : `<Arn>${escaped(Arn)}</Arn>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return { endpoint, requests, close: () => server.close() };
}

const escaped = (text: string) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

function isSigned({ method, url, headers, body }: StsRequest, { secret, token }: StsUser): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=\w+\/(\d+)\/([\w-]+)\/(\w+)\/aws4_request, SignedHeaders=(\S+), Signature=(\w+)$/;
  const [, day, region, service, names, signature] = form.exec(headers["authorization"] ?? "") ?? [];
  if (!names || (token && headers["x-amz-security-token"] !== token)) return false;
  const signed = names.split(";").map((name) => `${name}:${(headers[name] ?? "").trim()}\n`);
  const canonical = [
    method,
    ...url.split("?"),
    ...(url.includes("?") ? [] : [""]),
    signed.join(""),
    names,
    sha256(body),
  ];
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical.join("\n"))].join("\n");
  const key = [region!, service!, "aws4_request"].reduce(hmac, hmac(`AWS4${secret}`, day!));
  return hmac(key, text).toString("hex") === signature;
}
