import type { STS } from "@aws-sdk/client-sts";
import {
  type CallerProof,
  commandDigest,
  commandHeader,
  fixedHeaders,
  proofBody,
  proofFault,
  proofHeaders,
} from "../../runtime/people/callerProof";

/**
 * Signs a GetCallerIdentity call without sending it. It proves to a function who gives the command. Neither the secret
 * key nor anything that works for another call leaves this process.
 *
 * @param sts client for the function's Region: a signature is valid in one Region
 * @throws Error if this version of the SDK signs a call that functions do not accept
 */
export async function callerProof(sts: STS, command: Record<string, unknown>): Promise<CallerProof> {
  let signed: { headers: Record<string, string>; body: unknown } | undefined;
  const client = sts as any;
  // The headers that the SDK adds to every call are left unsigned: they do not identify the caller.
  client.middlewareStack.addRelativeTo(
    (next: any) => (args: any) => {
      const { host } = args.request.headers;
      args.request.headers = { host, ...fixedHeaders(), [commandHeader]: commandDigest(command) };
      return next(args);
    },
    { relation: "before", toMiddleware: "httpSigningMiddleware", name: "firebreakCommand", override: true },
  );
  // The last step before the SDK would send the request.
  client.middlewareStack.add(
    () =>
      async ({ request }: any) => {
        signed = request;
        return { response: {}, output: { $metadata: {} } };
      },
    { step: "deserialize", priority: "high", name: "firebreakNotSent", override: true },
  );
  await sts.getCallerIdentity({});
  const { headers: all, body } = signed!;
  const names = proofHeaders("x-amz-security-token" in all);
  const headers = Object.fromEntries(names.map((name) => [name, all[name] ?? ""]));
  const fault =
    body === proofBody ? proofFault(headers, command, await sts.config.region(), new Date()) : `its body is ${body}`;
  if (fault) throw new Error(`the AWS SDK signs a call that functions do not accept: ${fault}`);
  return { headers };
}
