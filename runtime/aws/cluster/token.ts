import { createHash, createHmac } from "node:crypto";
import { partitionOf } from "../../lib/partitions";
import type { SessionCredentials } from "../../model/response";

/** How long STS accepts the signed call, in seconds; EKS itself accepts a token for up to 15 minutes. */
const seconds = 60;

/**
 * A token for the Kubernetes API of a cluster: a signed call of STS that says who its sender is, for this cluster alone. EKS makes the
 * call (https://docs.aws.amazon.com/eks/latest/userguide/cluster-auth.html,
 * https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster). The signature is made here,
 * because AWS does not promise the SDK's own signer among the modules of Lambda's runtime
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export function clusterToken(
  cluster: string,
  region: string,
  { accessKeyId, secretAccessKey, sessionToken }: SessionCredentials,
  now = new Date(),
): string {
  const host = `sts.${region}.${partitionOf(region).domain}`;
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/sts/aws4_request`;
  // In the order of their names, as the signature needs them.
  const parameters = {
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${scope}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(seconds),
    ...(sessionToken && { "X-Amz-Security-Token": sessionToken }),
    "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  const request = ["GET", "/", query, `host:${host}`, `x-k8s-aws-id:${cluster}`, "", "host;x-k8s-aws-id", hash("")];
  const key = [day, region, "sts", "aws4_request"].reduce<string | Buffer>(sign, `AWS4${secretAccessKey}`);
  const signed = sign(key, ["AWS4-HMAC-SHA256", time, scope, hash(request.join("\n"))].join("\n")).toString("hex");
  return `k8s-aws-v1.${Buffer.from(`https://${host}/?${query}&X-Amz-Signature=${signed}`).toString("base64url")}`;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const sign = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
