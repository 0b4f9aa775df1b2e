import type { BrowserContextOptions } from "playwright-core";
import type { PageFiles } from "../../../cli/console/server";
import type { ReportData } from "../../../cli/report";
import { doctorOf, left, lost, well } from "../doctorOf";
import { decision, items } from "../journal";
import { openWindow } from "../report/chromium";
import { now } from "../report/sample";
import type { Invocation, Surroundings } from "../world";
import { opened } from "./served";

/** The items of a journal with all that a report shows. */
export const journalOf = ({ decisions, containments, approvals, exemptions, exceptions, accountNames }: ReportData) => [
  ...decisions.map(items.decision),
  ...containments.map(items.containment),
  ...approvals.map(items.approval),
  ...exemptions.map(items.exemption),
  ...exceptions.map(items.granted),
  ...Object.entries(accountNames).map(([account, name]) => items.member({ account, name, since: now })),
];

const examined = doctorOf([well, lost, left]);

const answer = (call: Invocation) => {
  if (call.function === "firebreak-doctor") return examined.answer!(call);
  return call.payload["command"] === "modes"
    ? { modes: [{ mode: "contain" }], containmentsPerHour: 5, protectedResources: [] }
    : decision();
};

interface Browser {
  executable: string;
  files: PageFiles;
  options?: BrowserContextOptions;
}

/** Opens a console in a browser, at the time of the report's sample. */
export async function inBrowser(surroundings: Surroundings, { executable, files, options = {} }: Browser) {
  const open = await opened({ now, answer, parameter: examined.parameter, ...surroundings }, files);
  // Half of a fading colour has no contrast.
  const window = await openWindow(executable, { reducedMotion: "reduce", ...options });
  const [name, value] = open.cookie.split("=");
  await window.context.addCookies([{ name: name!, value: value!, url: open.origin }]);
  const page = window.context.pages()[0]!;
  // Ages in the page are those at this time too.
  await page.clock.setFixedTime(now);
  const go = async (view: string) => {
    await page.goto(`${open.origin}/#/${view}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.locator("text=Reading").waitFor({ state: "detached" });
  };
  /** Has the doctor examine the accounts, in the view of their coverage. */
  const examine = async () => {
    await go("coverage");
    await page.getByRole("button", { name: "Examine all accounts" }).click();
    await page.getByText(/^Examined at/).waitFor();
  };
  const close = async () => {
    await window.close();
    await open.served.close();
  };
  return { ...open, window, page, go, examine, close };
}
