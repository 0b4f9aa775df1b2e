import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, before, describe, it } from "mocha";
import type { BrowserContextOptions, Page } from "playwright-core";
import { page as built } from "../../../cli/built.cjs";
import type { PageFiles } from "../../../cli/console/server";
import { chromiumFor } from "../report/chromium";
import { brokenWords, overflowFaults, sidewaysFaults } from "../report/pageChecks";
import { hostile, hostileTexts, ordinary, sample } from "../report/sample";
import type { Surroundings } from "../world";
import { inBrowser, journalOf } from "./inBrowser";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const views = ["", "incidents", "approvals", "held", "exceptions", "contain", "pause", "coverage", "modes"];

const looks: [name: string, options: BrowserContextOptions][] = [
  ["of a phone, light", { viewport: { width: 320, height: 700 }, colorScheme: "light" }],
  ["of a desktop, dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
];

describe("the console in a browser", () => {
  let executable: string;
  let files: PageFiles;
  let open: Awaited<ReturnType<typeof inBrowser>> | undefined;

  before(function () {
    executable = chromiumFor(this);
    files = built("console/page/main.tsx");
  });
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });

  /** Opens the console, and records what the page asks for and complains about. */
  async function show(surroundings: Surroundings, options: BrowserContextOptions = {}) {
    open = await inBrowser(surroundings, { executable, files, options });
    const { page, window, origin } = open;
    const foreign: string[] = [];
    const said: string[] = [];
    window.context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) foreign.push(url);
    });
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => said.push(dialog.message()));
    await open.go("");
    return { ...open, foreign, said };
  }

  const faultsOf = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.html} ${node.failureSummary}`));
  };

  for (const [name, options] of looks) {
    it(`P54: every view and dialog is whole and accessible on the screen ${name}`, async () => {
      const { page, go, examine, said, foreign } = await show({ items: journalOf(sample()) }, options);
      const check = async (what: string) => {
        deepEqual(await faultsOf(page), [], what);
        deepEqual(await page.evaluate(overflowFaults), [], what);
      };
      const { id } = sample().containments.find(({ priorState }) => priorState !== undefined)!;
      for (const view of [...views, `show?id=${id}`]) {
        await go(view);
        await check(view);
      }
      await examine();
      await check("coverage, examined");
      for (const [view, button] of [
        ["approvals", /^Decide/],
        ["held", /^Release/],
        ["exceptions", /^Grant/],
        ["exceptions", /^Revoke/],
        ["pause", /^Pause all/],
      ] as const) {
        await go(view);
        await page.getByRole("button", { name: button }).first().click();
        await page.getByRole("dialog").waitFor();
        await check(`${view} ${button}`);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      }
      deepEqual(foreign, []);
      deepEqual(said, []);
    });
  }

  for (const width of [320, 701, 1201]) {
    it(`P24 P54: ${width} pixels wide, no view is cut off or read by scrolling sideways, and no word is broken`, async () => {
      const { go, examine, page } = await show({ items: journalOf(sample()) }, { viewport: { width, height: 900 } });
      const check = async (what: string) => {
        deepEqual(await page.evaluate(sidewaysFaults), [], what);
        deepEqual(await page.evaluate(brokenWords), [], what);
      };
      for (const view of views) {
        await go(view);
        await check(view);
      }
      await examine();
      await check("coverage, examined");
      await go(`show?id=${sample().containments.find(({ priorState }) => priorState !== undefined)!.id}`);
      await check("an incident");
    });
  }

  it("P54: a request is approved by keyboard alone, and the focus comes back", async () => {
    const { page, go, seen } = await show({ items: journalOf(sample()) });
    await go("approvals");
    await page.keyboard.press("Tab");
    equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
    await page.keyboard.press("Enter");
    equal(await page.evaluate("document.activeElement.id"), "content");
    const label = () => page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''") as Promise<string>;
    while (!(await label()).startsWith("Decide")) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    const text = () =>
      page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent") as Promise<string>;
    while (!(await text()).startsWith("TEXTAREA")) await page.keyboard.press("Tab");
    await page.keyboard.type("checked with the team");
    while ((await text()) !== "BUTTON Approve") await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Done", { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    ok((await label()).startsWith("Decide"));
    const [sent] = seen.invocations.filter(({ payload }) => "proof" in payload);
    deepEqual([sent!.payload["command"], sent!.payload["reason"]], ["approve", "checked with the team"]);
  });

  it("P53: nothing is done without a reason", async () => {
    const { page, go, seen } = await show({ items: journalOf(sample()) });
    await go("approvals");
    await page.getByRole("button", { name: /^Decide/ }).click();
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page.getByText("Give the reason.").waitFor();
    deepEqual(
      seen.invocations.filter(({ payload }) => "proof" in payload),
      [],
    );
  });

  it("P52: the search and the filters are in the address, and come back with it", async () => {
    const { page, go } = await show({ items: journalOf(sample()) });
    await go("incidents");
    await page.getByLabel("Search incidents").fill("etl-export");
    await page.waitForFunction("location.hash.includes('text=etl-export')");
    await page.getByRole("button", { name: "Severity" }).click();
    await page.getByRole("option", { name: "high" }).click();
    await page.waitForFunction("location.hash.includes('severity=high')");
    const rows = page.locator("table tbody tr");
    await page.getByRole("heading", { name: /^Incidents \(1\// }).waitFor();
    equal(await rows.count(), 1);
    await page.reload();
    await page.getByRole("heading", { name: /^Incidents \(1\// }).waitFor();
    equal(await page.getByLabel("Search incidents").inputValue(), "etl-export");
  });

  it("P50: runs and loads nothing from findings, and shows their text unchanged", async () => {
    const data = hostile();
    const { page, go, foreign, said, origin } = await show(
      { items: journalOf(data) },
      { viewport: { width: 320, height: 700 } },
    );
    let text = "";
    const { id } = data.containments.find(({ priorState }) => priorState !== undefined)!;
    for (const view of ["", "incidents", "held", "exceptions", `show?id=${encodeURIComponent(id)}`]) {
      await go(view);
      text += await page.evaluate("document.body.textContent");
      deepEqual(await page.evaluate(overflowFaults), [], view);
      const found = await page.evaluate(`[...document.querySelectorAll("#console a[href]")].map((item) => item.href)`);
      const console = /^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\//;
      for (const link of found as string[]) ok(link.startsWith(`${origin}/#/`) || console.test(link), link);
    }
    equal(await page.evaluate("'hacked' in globalThis"), false);
    equal(
      await page.locator("#console :is(script, img, iframe, base, meta, plaintext, math, object, embed)").count(),
      0,
    );
    for (const bad of hostileTexts) {
      const shown = bad.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
      ok(text.includes(shown), shown);
    }
    deepEqual(foreign, []);
    deepEqual(said, []);
  });

  it("P54: with 5,000 incidents, no view has more than a page of them", async () => {
    const data = { ...sample(), decisions: [...sample().decisions, ...ordinary(5_000, "2026-11-20T00:00:00.000Z")] };
    const { page, go, get } = await show({ items: journalOf(data) });
    await go("incidents");
    await page.getByRole("heading", { name: /^Incidents \(\d{4}\)/ }).waitFor();
    equal(await page.locator("table tbody tr").count(), 50);
    const { length } = (await get("/api/incidents")).text;
    ok(length < 60_000, `${length} characters`);
    await page.getByRole("button", { name: "Next page" }).click();
    await page.waitForFunction("location.hash.includes('page=2')");
  });

  it("P51: says that it is not up to date when nothing answers, and goes on when something does", async () => {
    const { page } = await show({ items: journalOf(sample()) });
    await page.context().setOffline(true);
    await page.getByText("This page is not up to date").waitFor();
    await page.context().setOffline(false);
    await page.getByText("This page is not up to date").waitFor({ state: "detached" });
  });
});
