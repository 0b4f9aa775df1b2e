import type { EC2 } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import { isMissing } from "../../lib/errors";
import type { PrefixList } from "./state";

/** Maximum values of an EC2 filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const filterValues = 200;

/**
 * The prefix lists with these ids; known ones are not read again. A list that does not exist or is no longer shared is returned
 * without entries, since a rule may still name it.
 */
export async function readPrefixLists(ec2: EC2, ids: string[], known: PrefixList[]): Promise<PrefixList[]> {
  const wanted = [...new Set(ids)];
  const unknown = wanted.filter((id) => !known.some((list) => list.id === id));
  const described: PrefixList[] = [];
  for (let at = 0; at < unknown.length; at += filterValues) {
    described.push(...(await describe(ec2, unknown.slice(at, at + filterValues))));
  }
  const found: PrefixList[] = [];
  for (const id of unknown) {
    const list = described.find((item) => item.id === id);
    const entries = list && !list.managedByAws ? await readEntries(ec2, id) : undefined;
    found.push({ ...(list ?? { id, managedByAws: false }), ...(entries && { entries }) });
  }
  return [...known.filter((list) => wanted.includes(list.id)), ...found];
}

async function describe(ec2: EC2, ids: string[]): Promise<PrefixList[]> {
  const found = await pages(
    (NextToken) => ec2.describeManagedPrefixLists({ Filters: [{ Name: "prefix-list-id", Values: ids }], NextToken }),
    (page) => page.PrefixLists,
    (page) => page.NextToken,
  );
  return found.map((list) => ({
    id: list.PrefixListId!,
    managedByAws: list.OwnerId === "AWS",
    family: list.AddressFamily === "IPv6" ? 6 : 4,
  }));
}

async function readEntries(ec2: EC2, PrefixListId: string): Promise<string[] | undefined> {
  try {
    const entries = await pages(
      (NextToken) => ec2.getManagedPrefixListEntries({ PrefixListId, NextToken }),
      (page) => page.Entries,
      (page) => page.NextToken,
    );
    return entries.map((entry) => entry.Cidr!);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
