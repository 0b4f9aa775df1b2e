import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { after, before, describe, it } from "mocha";
import { serve } from "../../../cli/console/server";
import { approval, containment, decision, items } from "../journal";
import { awsError } from "../world";
import { type Opened, opened, send } from "./served";

const approve = { id: approval().id, reason: "checked" };
const journal = [items.approval(approval()), items.containment(containment()), items.decision(decision())];

describe("the server of the console", () => {
  let open: Opened;
  before(async () => {
    open = await opened({ items: journal, answer: () => decision() });
  });
  after(() => open.served.close());

  const commands = () => open.seen.invocations.filter(({ payload }) => "proof" in payload).length;
  const at = (path: string) => `${open.origin}${path}`;

  it("P50: its address opens it once, in one browser, by a cookie that no script reads and no other site sends", async () => {
    const other = await opened();
    const again = await send(other.served.address);
    await other.served.close();
    assert.equal(again.status, 401);
    assert.equal(again.headers["set-cookie"], undefined);
    assert.match(again.text, /was used before/);
    const third = await opened();
    const wrong = await send(`${third.origin}/?token=${"A".repeat(43)}`);
    await third.served.close();
    assert.deepEqual([wrong.status, wrong.headers["set-cookie"]], [401, undefined]);
  });

  it("P50: sets the cookie for itself alone, and takes the token out of the address", async () => {
    const served = await serve({ reads: {}, writes: {} }, { js: "", css: "" }, 0);
    const { headers, status } = await send(served.address);
    await served.close();
    assert.deepEqual([status, headers.location], [303, "/"]);
    const { port } = new URL(served.address);
    const pattern = `^firebreak-console-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`;
    assert.match(headers["set-cookie"]![0]!, new RegExp(pattern));
  });

  it("P50: gives nothing without the cookie: neither the page nor data nor a write", async () => {
    for (const path of ["/", "/page.js", "/api/session", "/api/now", "/nothing"]) {
      for (const cookie of ["", open.cookie.replace(/=.*/, "=guess"), open.cookie.replace("firebreak", "other")]) {
        const { status, text } = await send(at(path), { headers: { cookie } });
        assert.equal(status, 401, path);
        assert.match(text, /Open the address that firebreak console printed/);
      }
    }
    assert.equal((await open.post("/api/act/approve", approve, { cookie: "" })).status, 401);
    assert.equal(commands(), 0);
  });

  it("P50: answers to its own name only, so that no other name can be made to lead to it", async () => {
    for (const host of ["localhost", "evil.example", `evil.example:${new URL(open.origin).port}`, "127.0.0.1"]) {
      assert.equal((await open.get("/api/now", { host })).status, 421, host);
      assert.equal((await open.post("/api/act/approve", approve, { host })).status, 421, host);
    }
    assert.equal(commands(), 0);
  });

  it("P50: refuses what another site sent, also one on another port of this machine", async () => {
    for (const site of ["cross-site", "same-site"]) {
      assert.equal((await open.get("/api/now", { "sec-fetch-site": site })).status, 403);
      assert.equal((await open.post("/api/act/approve", approve, { "sec-fetch-site": site })).status, 403);
    }
    for (const origin of [
      "https://evil.example",
      "http://127.0.0.1:1",
      "null",
      open.origin.replace("http:", "https:"),
    ]) {
      assert.equal((await open.get("/api/now", { origin })).status, 403);
      assert.equal((await open.post("/api/act/approve", approve, { origin })).status, 403);
    }
    const { "access-control-allow-origin": shared } = (await open.get("/api/now")).headers;
    assert.equal(shared, undefined);
    assert.equal(commands(), 0);
  });

  it("P50: takes no write without its own token, its origin and JSON", async () => {
    const url = at("/api/act/approve");
    const body = JSON.stringify(approve);
    const { cookie, origin } = open;
    const { writeToken } = (await open.get("/api/session")).json();
    const whole: Record<string, string> = {
      ...{ cookie, origin, "content-type": "application/json" },
      "x-firebreak-write": writeToken,
    };
    const without = async (name: string, value?: string) => {
      const { [name]: _, ...headers } = whole;
      const sent = { ...headers, ...(value !== undefined && { [name]: value }) };
      return (await send(url, { method: "POST", headers: sent, body })).status;
    };
    assert.equal(await without("x-firebreak-write"), 403);
    assert.equal(await without("x-firebreak-write", "guess"), 403);
    assert.equal(await without("origin"), 403);
    assert.equal(await without("content-type", "text/plain"), 415);
    assert.equal(await without("content-type", "application/x-www-form-urlencoded"), 415);
    assert.equal((await open.get("/api/act/approve?id=a&reason=b")).status, 405);
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
      assert.equal((await send(url, { method, headers: whole })).status, 405, method);
    assert.equal(commands(), 0);
    assert.equal((await send(url, { method: "POST", headers: whole, body })).status, 200);
    assert.equal(commands(), 1);
  });

  it("P50: says what is wrong with a body, and does nothing", async () => {
    const before = commands();
    const wrong: [body: unknown, words: RegExp][] = [
      ["{", /not JSON/],
      ["[]", /the body/],
      ["null", /the body/],
      [{ id: approve.id }, /reason/],
      [{ ...approve, reason: " " }, /a reason is needed/],
      [{ ...approve, reason: "x".repeat(501) }, /reason/],
      [{ ...approve, id: "--all" }, /must not begin with -/],
      [{ ...approve, id: 1 }, /id/],
      [{ ...approve, yes: true }, /yes/],
    ];
    for (const [body, words] of wrong) {
      const { status, text } = await open.post("/api/act/approve", body);
      assert.equal(status, 400, text);
      assert.match(text, words);
    }
    assert.equal((await open.post("/api/act/approve", { ...approve, reason: "x".repeat(70_000) })).status, 413);
    const streamed = { "transfer-encoding": "chunked" };
    assert.equal((await open.post("/api/act/approve", `"${"x".repeat(70_000)}"`, streamed)).status, 413);
    assert.equal((await open.post("/api/act/constructor", approve)).status, 404);
    assert.equal(commands(), before);
  });

  it("P50: lets nothing run or load in the page but its own script and styles", async () => {
    const paths = ["/", "/page.js", "/page.css", "/api/now", "/nothing"];
    for (const path of paths) {
      const { headers } = await open.get(path);
      const policy = Object.fromEntries(
        String(headers["content-security-policy"])
          .split("; ")
          .map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
      );
      assert.deepEqual(
        [policy["default-src"], policy["script-src"], policy["style-src"], policy["connect-src"]],
        ["'none'", "'self'", "'self'", "'self'"],
      );
      assert.deepEqual(
        [policy["frame-ancestors"], policy["base-uri"], policy["form-action"]],
        ["'none'", "'none'", "'none'"],
      );
      assert.doesNotMatch(String(headers["content-security-policy"]), /unsafe|https?:|\*/);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.equal(headers["cache-control"], "no-store");
    }
    assert.doesNotMatch((await open.get("/")).text, /<script(?! src="\/page.js")|\sstyle=|\son\w+=/);
  });

  it("P50: is reached from this machine only", async () => {
    const { hostname, port } = new URL(open.origin);
    assert.equal(hostname, "127.0.0.1");
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one !== undefined && !one.internal && one.family === "IPv4");
    for (const { address } of others as { address: string }[]) {
      const reached = await new Promise((resolve) => {
        const socket = connect(Number(port), address, () => resolve(true)).on("error", () => resolve(false));
        socket.unref();
      });
      assert.equal(reached, false, address);
    }
  });

  it("P50: gives texts of an attacker in one line and without invisible characters", async () => {
    const title = "innocent\n\u202Egnp.exe\u0007<script>alert(1)</script>";
    const about = { ...decision().about!, title };
    const other = await opened({ items: [items.decision(decision({ about, outcome: "failed" }))] });
    const { incidents } = (await other.get("/api/now")).json();
    await other.served.close();
    assert.equal(incidents[0].title, "innocent gnp.exe <script>alert(1)</script>");
  });

  it("P51: sends what has not changed only once", async () => {
    const first = await open.get("/api/incidents");
    const etag = String(first.headers.etag);
    const second = await open.get("/api/incidents", { "if-none-match": etag });
    assert.deepEqual([second.status, second.text], [304, ""]);
    assert.notEqual((await open.get("/api/incidents?text=zebra")).headers.etag, etag);
  });

  it("P52: says in our words what AWS refuses, and which value is wrong", async () => {
    const denied = await opened({ faults: { "dynamodb.query": awsError("AccessDeniedException", "not authorized") } });
    const { status, text } = await denied.get("/api/now");
    await denied.served.close();
    assert.equal(status, 502);
    assert.match(text, /Access denied: your credentials may not read the journal. You need the policy .*auditorPolicy/);
    for (const [query, words] of [
      ["since=yesterday", /--since/],
      ["severity=worst", /severity/],
      ["account=12", /12 digits/],
      ["page=0", /page/],
    ] as const) {
      const answer = await open.get(`/api/incidents?${query}`);
      assert.equal(answer.status, 400, query);
      assert.match(answer.text, words);
    }
    for (const query of ["", "?id=", "?id=%20"]) assert.equal((await open.get(`/api/show${query}`)).status, 400);
    const missing = await open.get("/api/show?id=nothing");
    assert.match(missing.text, /The journal has nothing about/);
  });
});
