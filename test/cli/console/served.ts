import { type IncomingHttpHeaders, request } from "node:http";
import { consoleApi } from "../../../cli/console/api";
import { writeHeader } from "../../../cli/console/gate";
import { type PageFiles, type Served, serve } from "../../../cli/console/server";
import { main } from "../../../cli/main";
import { type Surroundings, worldIn } from "../world";

/** An answer of the console. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json(): any;
}

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request with exactly these headers, as another program than a browser may. */
export function send(url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: response.statusCode!, headers: response.headers, text, json: () => JSON.parse(text) });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** A console in surroundings that answer as AWS does. */
export interface Opened {
  served: Served;
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  seen: ReturnType<typeof worldIn>["seen"];
  /** Sends as the page does, with its cookie. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a write as the page does, with its cookie and token. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookie: string;
}

export const noFiles: PageFiles = { js: "page()", css: "page {}" };

/** Starts a console and enters it. */
export async function opened(surroundings: Surroundings = {}, files = noFiles): Promise<Opened> {
  const { world, seen } = worldIn(surroundings);
  const served = await serve(await consoleApi({ ...world, main }), files, 0);
  const { origin } = new URL(served.address);
  const entered = await send(served.address);
  const cookie = entered.headers["set-cookie"]![0]!.split(";")[0]!;
  const get = (path: string, headers = {}) => send(`${origin}${path}`, { headers: { cookie, ...headers } });
  const { writeToken } = (await get("/api/session")).json();
  const own = { cookie, origin, "content-type": "application/json", [writeHeader]: writeToken };
  return {
    ...{ served, origin, seen, get, cookie },
    post: (path, body, headers = {}) =>
      send(`${origin}${path}`, {
        method: "POST",
        headers: { ...own, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}
