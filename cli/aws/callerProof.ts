import type { STS } from "@aws-sdk/client-sts";
import { type CallerProof, commandDigest, commandHeader } from "../../runtime/callerProof";

/**
 * Signs, and does not send, the call of GetCallerIdentity that proves to a function who gives it a command. Neither the
 * secret key nor anything that can be used for another call leaves this process.
 *
 * @param sts of the Region that the function is in: a signature is good for one Region
 */
export async function callerProof(sts: STS, command: Record<string, unknown>): Promise<CallerProof> {
  let signed: Record<string, string> | undefined;
  const client = sts as any;
  client.middlewareStack.add(
    (next: any) => (args: any) => {
      args.request.headers[commandHeader] = commandDigest(command);
      return next(args);
    },
    { step: "build", name: "firebreakCommand", override: true },
  );
  // The last step before the request would go out.
  client.middlewareStack.add(
    () =>
      async ({ request }: any) => {
        signed = request.headers;
        return { response: {}, output: { $metadata: {} } };
      },
    { step: "deserialize", priority: "high", name: "firebreakNotSent", override: true },
  );
  await sts.getCallerIdentity({});
  const { "user-agent": _, ...headers } = signed!;
  return { headers };
}
