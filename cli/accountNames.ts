import type { JournalReader } from "../runtime/journal/journal";
import { safe } from "./output/print";

/** An account for people: its id, and its name in the organization if the doctor has seen it. */
export type AccountText = (account: string) => string;

/** How the accounts of the organization are called. */
export async function accountTexts(journal: Pick<JournalReader, "readMembers">): Promise<AccountText> {
  const names = Object.fromEntries((await journal.readMembers()).map(({ account, name }) => [account, name]));
  return (account) => [account, names[account] ?? ""].map(safe).join(" ").trim();
}
