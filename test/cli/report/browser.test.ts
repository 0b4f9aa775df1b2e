import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { type ReportData, reportPage } from "../../../cli/report";
import { chromiumFor, openWindow, type Window } from "./chromium";
import {
  contrastFaults,
  dangers,
  focusNow,
  hiddenContents,
  numberStops,
  openAll,
  overflowFaults,
  shownIncidents,
  structureFaults,
} from "./pageChecks";
import { empty, hostile, hostileTexts, ordinary, sample } from "./sample";

const views: [name: string, options: BrowserContextOptions][] = [
  ["phone-light", { viewport: { width: 320, height: 700 }, colorScheme: "light" }],
  ["phone-dark", { viewport: { width: 320, height: 700 }, colorScheme: "dark" }],
  ["desktop-light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
  ["desktop-dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
];

describe("the report in a browser", () => {
  let executable: string;
  let folder: string;
  let pictures: string;
  let window: Window | undefined;

  before(function () {
    executable = chromiumFor(this);
    folder = mkdtempSync(path.join(tmpdir(), "firebreak-report-"));
    pictures = process.env["FIREBREAK_SCREENSHOTS"] ?? path.join(folder, "screenshots");
    mkdirSync(pictures, { recursive: true });
  });
  afterEach(async () => {
    await window?.close();
    window = undefined;
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report, and records the page's requests and errors. */
  async function open(data: ReportData, options: BrowserContextOptions = {}) {
    const file = path.join(folder, "report.html");
    writeFileSync(file, reportPage(data));
    window = await openWindow(executable, { offline: true, ...options });
    const page = window.context.pages()[0]!;
    const asked: string[] = [];
    const said: string[] = [];
    window.context.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => said.push(dialog.message()));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    return { page, asked, said, address };
  }

  for (const [name, options] of views) {
    it(`can be read and understood in the view ${name}, and needs no network`, async () => {
      const { page, asked, said, address } = await open(sample(), options);
      deepEqual(await page.evaluate(overflowFaults), []);
      const clip = { x: 0, y: 0, width: options.viewport!.width, height: 5_000 };
      await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true, clip });
      await page.evaluate(openAll);
      deepEqual(await page.evaluate(structureFaults), []);
      deepEqual(await page.evaluate(contrastFaults), []);
      deepEqual(await page.evaluate(overflowFaults), []);
      deepEqual(asked, [address]);
      deepEqual(said, []);
    });
  }

  it("has a correct structure without a single incident", async () => {
    const { page, said } = await open(empty(), { viewport: { width: 320, height: 700 } });
    deepEqual(await page.evaluate(structureFaults), []);
    deepEqual(await page.evaluate(overflowFaults), []);
    deepEqual(said, []);
  });

  it("reaches everything with the tab key, in order and visibly, and can skip to the content", async () => {
    const { page } = await open(sample());
    const stops = await page.evaluate(numberStops);
    ok(stops > 60);
    const came: number[] = [];
    for (let at = 0; at < stops; at += 1) {
      await page.keyboard.press("Tab");
      const { stop, seen } = await page.evaluate(focusNow);
      ok(seen, `the focus at stop ${stop} cannot be seen`);
      came.push(stop);
    }
    deepEqual(
      came,
      Array.from({ length: stops }, (_, at) => at),
    );
    await page.reload();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    equal(await page.evaluate("document.activeElement.id"), "main");
  });

  it("P19: opens a story and selects incidents by outcome and by severity with the keyboard", async () => {
    const { page } = await open(sample());
    await page.locator(".incident summary").first().focus();
    await page.keyboard.press("Enter");
    equal(await page.locator(".incident details").first().getAttribute("open"), "");
    const all = await page.evaluate(shownIncidents);
    await page.locator("#show-all").focus();
    await page.keyboard.press("ArrowRight");
    const shown = await page.evaluate(shownIncidents);
    ok(shown.length > 0 && shown.length < all.length);
    deepEqual(
      shown,
      all.filter((names) => names.split(" ").includes("open")),
    );
    await page.locator("#severity-high").check();
    deepEqual(
      await page.evaluate(shownIncidents),
      all.filter((names) => ["open", "high"].every((name) => names.split(" ").includes(name))),
    );
  });

  it("runs and loads nothing from findings, and shows their text unchanged", async () => {
    const { page, asked, said, address } = await open(hostile(), { viewport: { width: 320, height: 700 } });
    await page.evaluate(openAll);
    await page.mouse.move(100, 100);
    await page.mouse.wheel(0, 2000);
    deepEqual(await page.evaluate(dangers), []);
    deepEqual(await page.evaluate(structureFaults), []);
    deepEqual(await page.evaluate(overflowFaults), []);
    const text = (await page.evaluate("document.body.textContent")) as string;
    for (const bad of hostileTexts) {
      const shown = bad.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
      ok(text.includes(shown), shown);
    }
    deepEqual(asked, [address]);
    deepEqual(said, []);
  });

  it("has a policy that blocks foreign scripts, pictures, styles and frames", async () => {
    const { page, asked, said, address } = await open(sample());
    await page.evaluate(`document.body.insertAdjacentHTML("beforeend",
      "<img src='https://example.com/x.png' onerror='globalThis.hacked = 1'><iframe src='https://example.com/'></iframe>" +
      "<p id='probe' style='color: rgb(1, 2, 3)'>x</p><link rel='stylesheet' href='https://example.com/x.css'>");
      const script = document.createElement("script");
      script.textContent = "globalThis.hacked = 1";
      document.body.append(script);`);
    await page.waitForTimeout(300);
    equal(await page.evaluate("'hacked' in globalThis"), false);
    ok((await page.evaluate("getComputedStyle(document.getElementById('probe')).color")) !== "rgb(1, 2, 3)");
    deepEqual(
      asked.filter((url) => url !== address && !said.some((text) => text.includes(url))),
      [],
    );
    ok(said.length >= 4 && said.every((text) => text.includes("Content Security Policy")), said.join("\n"));
  });

  it("prints everything that can be opened, in the light scheme", async () => {
    const { page } = await open(sample(), { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
    const pagesOf = async (target: Page) => {
      const file = path.join(pictures, "print.pdf");
      await target.pdf({
        path: file,
        format: "A4",
        margin: { top: "15mm", bottom: "15mm", left: "12mm", right: "12mm" },
      });
      return readFileSync(file, "latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    };
    ok((await page.evaluate(hiddenContents)) > 0);
    const closed = await pagesOf(page);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    equal(await page.evaluate(hiddenContents), 0);
    deepEqual(await page.evaluate(contrastFaults), []);
    await page.evaluate(openAll);
    equal(closed, await pagesOf(page));
    ok(closed > 10);
  });

  it("stays usable with 5,000 decisions, and says which it shortens", async () => {
    const data = { ...sample(), decisions: [...sample().decisions, ...ordinary(5_000)] };
    const { page } = await open(data, { viewport: { width: 320, height: 700 } });
    const [size, elements] = [reportPage(data).length, await page.evaluate("document.querySelectorAll('*').length")];
    ok(size < 2_000_000 && Number(elements) < 40_000, `${size} characters, ${elements} elements`);
    deepEqual(await page.evaluate(overflowFaults), []);
    const text = (await page.evaluate("document.querySelector('#incidents').parentElement.textContent")) as string;
    ok(/The range has 5,0\d\d incidents\. The newest.*shown in full\s*\(15\d\)/s.test(text), text.slice(0, 400));
    ok((await page.locator("#older-table-caption").count()) === 1);
  });
});
