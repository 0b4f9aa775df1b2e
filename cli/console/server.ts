import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isProblem } from "../problem";
import type { Api } from "./api";
import { asLines } from "./asLines";
import { commonHeaders, cookieText, largestBody, type Place, type Refusal, refusalOf, tooLarge } from "./gate";
import { newSession } from "./session";

/** What the browser loads besides data. */
export interface PageFiles {
  js: string;
  css: string;
}

/** A console that is being served. */
export interface Served {
  /** With the token that opens it once. */
  address: string;
  close(): Promise<void>;
}

/** The only address: no other machine reaches it. */
const loopback = "127.0.0.1";

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Firebreak</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body><div id="console"></div></body>
</html>
`;

/**
 * Serves the console on 127.0.0.1.
 *
 * @param port 0 for any free one
 * @throws the system's error if the port is in use
 */
export async function serve(api: Api, files: PageFiles, port: number): Promise<Served> {
  const session = newSession();
  const texts: Record<string, [type: string, text: string]> = {
    "/": ["text/html; charset=utf-8", html],
    "/page.js": ["text/javascript; charset=utf-8", files.js],
    "/page.css": ["text/css; charset=utf-8", files.css],
  };
  const place: Place = { host: "", session };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, problemOf(error));
    });
  });
  // Slow senders must not hold connections: https://nodejs.org/api/http.html#serverrequesttimeout
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, loopback, resolve);
  });
  place.host = `${loopback}:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const url = `http://${place.host}${request.url ?? "/"}`;
    if (!URL.canParse(url)) return refuse(response, { status: 400, error: "The address is not one." });
    const { pathname: path, searchParams: query } = new URL(url);
    const token = path === "/" ? query.get("token") : null;
    const refused = refusalOf({ method, path, headers: request.headers }, place, token !== null);
    if (refused) return refuse(response, refused);
    if (token !== null) return enter(response, token);
    if (method === "GET" && Object.hasOwn(texts, path)) return send(response, 200, ...texts[path]!);
    if (method === "GET" && Object.hasOwn(api.reads, path)) {
      const data = path === "/api/session" ? { writeToken: session.writeToken } : {};
      return sendData(request, response, { ...((await api.reads[path]!(query)) as object), ...data });
    }
    if (method === "POST" && Object.hasOwn(api.writes, path)) {
      const { form, run } = api.writes[path]!;
      const body = form.safeParse(await bodyOf(request));
      if (!body.success) {
        const faults = body.error.issues.map((issue) => `${issue.path.join(".") || "the body"}: ${issue.message}`);
        return refuse(response, { status: 400, error: faults.join("; ") });
      }
      return sendData(request, response, await run(body.data));
    }
    const known = [...Object.keys(texts), ...Object.keys(api.reads), ...Object.keys(api.writes)].includes(path);
    refuse(response, known ? { status: 405, error: `${method} is not known at ${path}.` } : missing(path));
  }

  function enter(response: ServerResponse, token: string): void {
    const value = session.enter(token);
    if (value === undefined) {
      const error = "This address was used before, or is not complete. Start firebreak console again for a new one.";
      refuse(response, { status: 401, error });
      return;
    }
    response.writeHead(303, { ...commonHeaders, location: "/", "set-cookie": cookieText(place, value) }).end();
  }

  return {
    address: `http://${place.host}/?token=${session.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const missing = (path: string): Refusal => ({ status: 404, error: `There is nothing at ${path}.` });

/** What went wrong, in our words: AWS's refusals, and values that a command does not take. */
function problemOf(error: unknown): Refusal {
  if (isRefusal(error)) return error;
  if (isProblem(error)) return { status: error.exitCode === 2 ? 400 : 502, error: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, error: `This is a fault in the tool: it did not expect "${message}".` };
}

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === "object" && error !== null && "status" in error && "error" in error;

const refuse = (response: ServerResponse, { status, error }: Refusal): void =>
  send(response, status, "application/json; charset=utf-8", JSON.stringify(asLines({ error })));

/** Data that the browser has already is not sent again. */
function sendData(request: IncomingMessage, response: ServerResponse, data: unknown): void {
  const text = JSON.stringify(asLines(data));
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  response.setHeader("etag", etag);
  if (request.headers["if-none-match"] === etag) response.writeHead(304, commonHeaders).end();
  else send(response, 200, "application/json; charset=utf-8", text);
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { ...commonHeaders, "content-type": type }).end(text);
}

/** The body as JSON. @throws Refusal if it is too large or is not JSON */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw tooLarge;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw { status: 400, error: "The body is not JSON." } satisfies Refusal;
  }
}
