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
 * Signs, and does not send, the call of GetCallerIdentity that proves to a function who gives it a command. Neither the
 * secret key nor anything that can be used for another call leaves this process.
 *
 * @param sts of the Region that the function is in: a signature is good for one Region
 * @throws Error if this version of the SDK makes another call than functions pass on
 */
export async function callerProof(sts: STS, command: Record<string, unknown>): Promise<CallerProof> {
  let signed: { headers: Record<string, string>; body: unknown } | undefined;
  const client = sts as any;
  // What the SDK adds to every call is not signed: it tells nothing about who gives the command.
  client.middlewareStack.addRelativeTo(
    (next: any) => (args: any) => {
      const { host } = args.request.headers;
      args.request.headers = { host, ...fixedHeaders(), [commandHeader]: commandDigest(command) };
      return next(args);
    },
    { relation: "before", toMiddleware: "httpSigningMiddleware", name: "firebreakCommand", override: true },
  );
  // The last step before the request would go out.
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
  if (fault) throw new Error(`the AWS SDK signs another call than functions take: ${fault}`);
  return { headers };
}
