import type { LoggedCall } from "../run/run";

/** The part of an AWS SDK client that is needed to see its calls. */
interface Observable {
  middlewareStack: { add(middleware: any, options: any): void };
}

/**
 * Records every call of a client with its duration, in the list that is current at the time of the call
 * (https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-middleware-stack/).
 */
export function logCalls<Client extends Observable>(client: Client, current: () => LoggedCall[] | undefined): Client {
  const middleware =
    (next: (args: unknown) => Promise<unknown>, context: Record<string, any>) => async (args: unknown) => {
      const started = performance.now();
      try {
        return await next(args);
      } finally {
        current()?.push({
          service: String(context["clientName"]).replace(/Client$/, ""),
          operation: String(context["commandName"]).replace(/Command$/, ""),
          milliseconds: performance.now() - started,
        });
      }
    };
  client.middlewareStack.add(middleware, { step: "finalizeRequest", priority: "low", name: "callLog" });
  return client;
}
