import type { Target } from "../../runtime/model/target";
import { accountIn } from "../accountNames";
import type { ReportData } from "./data";
import { html, type Markup } from "./markup";

/** What the accounts are called. */
export type AccountNames = ReportData["accountNames"];

/** A response and its target, with account and Region. */
export const actionText = (response: string, target: Target, names: AccountNames): Markup =>
  html`${response}<br>${targetText(target, names)}`;

/** A target, with account and Region. */
export const targetText = (
  { kind, id, accountId, region }: Pick<Target, "kind" | "id" | "accountId" | "region">,
  names: AccountNames,
): Markup =>
  html`<code>${id}</code> <span class="note">${kind} in ${accountIn(names, accountId).join(" ")}, ${region}</span>`;
