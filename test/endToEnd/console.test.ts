import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EC2 } from "@aws-sdk/client-ec2";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { accounts, region } from "../../local/world/accounts";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import { type Running, startWatched } from "../../local/world/toolProcess";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { chromiumFor, openWindow, type Window } from "../cli/report/chromium";
import { deployedWorld, ec2In, ownNetwork, typeToApprove } from "./world";

const { payments, security } = accounts;
const names = ["analyst", "approver", "auditor"] as const;
const policies = { analyst: "operatorPolicy", approver: "approverPolicy", auditor: "auditorPolicy" } as const;

describe("end to end: people with the console, each with the stack's policy for them", () => {
  let world: World;
  let ec2: EC2;
  let folder: string;
  const pages = {} as Record<(typeof names)[number], Page>;
  const running: Running[] = [];
  const windows: Window[] = [];

  before(async function () {
    const executable = chromiumFor(this);
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-console-"));
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    for (const name of names) {
      const { Statement } = JSON.parse(world.master[policies[name]]);
      const person = await userWith(world, `${name}-console`, Statement);
      const run = startWatched(["console"], folder, {
        AWS_ENDPOINT_URL: person.endpoint,
        AWS_REGION: person.region,
        AWS_ACCESS_KEY_ID: person.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: person.credentials.secretAccessKey,
      });
      running.push(run);
      const address = await run.printed(/http:\S+(?=\n)/, "out");
      const window = await openWindow(executable, { reducedMotion: "reduce", viewport: { width: 1280, height: 900 } });
      windows.push(window);
      pages[name] = window.context.pages()[0]!;
      await pages[name].goto(address);
      await heading(pages[name], "What needs you now");
    }
  });
  after(async () => {
    for (const window of windows) await window.close();
    for (const run of running) {
      run.kill("SIGINT");
      assert.equal((await run.ended).code, 130);
    }
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  /** Goes to a view by its link in the navigation. */
  const go = async (page: Page, link: RegExp, name: string | RegExp = link) => {
    await page.getByRole("navigation").getByRole("link", { name: link }).click();
    await heading(page, name);
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
  /** Gives the reason, acts, and waits for the end. */
  const act = async (page: Page, label: string) => {
    const dialog = page.getByRole("dialog");
    const why = dialog.getByRole("textbox", { name: "Reason" });
    if (await why.isVisible()) await why.fill("SEC-1");
    await dialog.getByRole("button", { name: label, exact: true }).click();
    await dialog.getByText("Done", { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };
  const incident = async (type?: string) => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance, ...(type && { type }) });
    await sendFinding(world.endpoint, payments.id, finding);
    return { instance, groups, finding };
  };

  it("P51: an analyst sees a containment without reloading, why it happened, and gives it back within two clicks", async () => {
    const { analyst } = pages;
    const { instance, groups, finding } = await incident();
    const details = analyst.getByRole("link", { name: `Details of ${instance}` });
    await details.waitFor();
    await details.click();
    await analyst.getByRole("heading", { name: "Timeline (UTC)" }).waitFor();
    // The page is there while the containment still runs, and its proof comes last.
    await analyst.getByText("AWS was read again: nothing is missing").waitFor();
    const text = (await analyst.locator("main").textContent()) ?? "";
    for (const words of [/Finding: /, /ModifyNetworkInterfaceAttribute/, /AWS was read again: nothing is missing/])
      assert.match(text, words);
    await go(analyst, /^What needs you now/, "What needs you now");
    await button(analyst, `Release ${instance}`).click();
    await analyst.getByText("Will be restored").waitFor();
    assert.equal(await notIsolated(ec2, instance), undefined);
    await act(analyst, "Release");
    await details.waitFor({ state: "detached" });
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    const [, released] = await decisionsOf(world, finding["id"], 2);
    assert.equal(released!.by, `arn:aws:iam::${security.id}:user/analyst-console`);
  });

  it("P53: an approver approves and declines; the others see the requests, and are not offered to decide", async () => {
    const { analyst, approver, auditor } = pages;
    const [one, other] = [await incident(typeToApprove), await incident(typeToApprove)];
    for (const page of [analyst, approver, auditor]) await go(page, /^Approvals/, /^Approvals/);
    for (const { instance } of [one, other]) {
      for (const page of [analyst, auditor]) {
        const request = page.getByRole("heading", { name: `isolate-instance of ${instance}` });
        await request.waitFor();
        assert.equal(await button(page, `Decide about isolate-instance of ${instance}`).count(), 0);
      }
    }
    await auditor.getByText("You need the policy in the output approverPolicy.").first().waitFor();
    for (const [{ instance }, label] of [
      [one, "Approve"],
      [other, "Decline"],
    ] as const) {
      const decide = button(approver, `Decide about isolate-instance of ${instance}`);
      await decide.click();
      await approver.getByRole("dialog").getByText("Will be done if approved").waitFor();
      await act(approver, label);
      await decide.waitFor({ state: "detached" });
    }
    assert.equal(await notIsolated(ec2, one.instance), undefined);
    assert.deepEqual(await groupsOf(ec2, other.instance), other.groups);
  });

  it("P53: an analyst contains by hand after the plan; the others are not offered it", async () => {
    const { analyst, approver, auditor } = pages;
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    for (const page of [approver, auditor]) {
      await go(page, /^Contain by hand/);
      await page.getByText("You need the policy in the output operatorPolicy.").waitFor();
      assert.equal(await button(page, "Show the plan").count(), 0);
    }
    await go(analyst, /^Contain by hand/);
    await analyst.getByRole("button", { name: "Response" }).click();
    await analyst.getByRole("option", { name: /isolate-instance/ }).click();
    await analyst.getByRole("textbox", { name: "Resource" }).fill(instance);
    await analyst.getByRole("textbox", { name: "Account" }).fill(payments.id);
    await analyst.getByRole("textbox", { name: "Region" }).fill(region);
    await button(analyst, "Show the plan").click();
    await analyst.getByRole("dialog").getByText("Would be done").waitFor();
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    await act(analyst, "Contain");
    assert.equal(await notIsolated(ec2, instance), undefined);
    await go(analyst, /^Incidents/, /^Incidents/);
    await analyst.getByLabel("Search incidents").fill(instance);
    await analyst.getByRole("heading", { level: 1, name: /^Incidents \(1\// }).waitFor();
  });

  it("P53: an analyst pauses and resumes, which the others see without reloading and are not offered", async () => {
    const { analyst, approver, auditor } = pages;
    for (const page of [analyst, approver, auditor]) await go(page, /^Pause/, "Pause");
    await button(analyst, "Pause all responses").click();
    await act(analyst, "Pause");
    try {
      for (const page of [approver, auditor]) {
        await page.getByText(/All responses have been paused since .*user\/analyst-console: SEC-1/).waitFor();
        assert.equal(await button(page, "Resume").count(), 0);
      }
    } finally {
      await button(analyst, "Resume").click();
      await act(analyst, "Resume");
    }
    for (const page of [approver, auditor]) await page.getByText(/^Nothing is paused/).waitFor();
  });

  it("P53: an approver grants an exception and an analyst revokes it; each is offered only that, and an auditor nothing", async () => {
    const { analyst, approver, auditor } = pages;
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    for (const page of [analyst, approver, auditor]) await go(page, /^Exceptions/);
    for (const page of [analyst, auditor]) assert.equal(await button(page, "Grant an exception").count(), 0);
    await button(approver, "Grant an exception").click();
    const dialog = approver.getByRole("dialog");
    for (const [name, value] of [
      ["Resource", instance],
      ["Account", payments.id],
      ["Region", region],
      ["Until", new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)],
      ["Owner", "team@example.com"],
      ["Reference", "SEC-2"],
    ] as const)
      await dialog.getByRole("textbox", { name }).fill(value);
    await dialog.getByRole("button", { name: /^Exempt from/ }).click();
    await approver.getByRole("option", { name: "isolate-instance", exact: true }).click();
    await approver.keyboard.press("Escape");
    await act(approver, "Grant");
    const revoke = (page: Page) => button(page, `Revoke the exception of ${instance}`);
    await auditor.getByText(instance).waitFor();
    assert.equal(await revoke(auditor).count(), 0);
    await revoke(analyst).click();
    await act(analyst, "Revoke");
    await auditor.getByText(instance).waitFor({ state: "detached" });
  });

  it("P52: each sees the modes as they are deployed, and an analyst examines the accounts", async () => {
    const { analyst, approver, auditor } = pages;
    for (const page of [analyst, approver, auditor]) {
      await go(page, /^Modes/);
      await page.getByRole("heading", { name: "isolate-instance" }).waitFor();
      await page.getByText(`approve: findings of type ${typeToApprove}`).waitFor();
    }
    await go(auditor, /^Coverage/);
    assert.equal(await button(auditor, "Examine all accounts").count(), 0);
    await go(analyst, /^Coverage/);
    await button(analyst, "Examine all accounts").click();
    await analyst.getByText("Examined at").waitFor();
    await analyst.getByText(payments.id).first().waitFor();
  });

  it("P53: what IAM refuses is said in our words, if an auditor tries it all the same", async () => {
    const answer = await pages.auditor.evaluate(`(async () => {
      const { writeToken } = await (await fetch("/api/session")).json();
      const headers = { "content-type": "application/json", "x-firebreak-write": writeToken };
      return (await fetch("/api/act/pause", { method: "POST", headers, body: '{"reason":"x"}' })).json();
    })()`);
    const { done, says } = answer as { done: boolean; says: string[] };
    assert.equal(done, false);
    assert.match(says[0]!, /^Access denied: .*operatorPolicy/);
  });
});
