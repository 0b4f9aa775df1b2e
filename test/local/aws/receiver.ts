import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: any;
}

/** A program that other tools' endpoints stand for. */
export interface Receiver {
  /** Such as http://127.0.0.1:8080. */
  origin: string;
  /** Every request so far. */
  requests: Received[];
  /** Waits for the first request that matches, also among those that arrived before. */
  first(matches: (request: Received) => boolean): Promise<Received>;
  close(): Promise<void>;
}

/** @param answer the status of an answer, or undefined for none at all */
export async function receiver(answer: (request: Received) => number | undefined = () => 202): Promise<Receiver> {
  const requests: Received[] = [];
  const waiting: { matches: (request: Received) => boolean; found: (request: Received) => void }[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const received = { path: request.url ?? "", headers: request.headers, body: JSON.parse(text) };
    requests.push(received);
    const status = answer(received);
    if (status !== undefined) response.writeHead(status).end();
    for (const { matches, found } of waiting) if (matches(received)) found(received);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    first: (matches) =>
      new Promise((found) => {
        const known = requests.find(matches);
        if (known) found(known);
        else waiting.push({ matches, found });
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
