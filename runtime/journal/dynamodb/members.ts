import { marshall } from "@aws-sdk/util-dynamodb";
import type { Member, Members } from "../members";
import { memberKey } from "./keys";
import { query } from "./query";
import { readItem } from "./revised";
import type { Table } from "./table";

/** The accounts of the organization; all of them are in one partition. */
export const members = (table: Table): Members => ({
  async readMembers() {
    const items = await query<Omit<Member, "account">>(table, { value: memberKey("").pk });
    return items.map(({ pk: _, sk: account, ...seen }) => ({ account, ...seen }));
  },
  async readMember(account) {
    const seen = await readItem<Omit<Member, "account">>(table, memberKey(account));
    return seen && { account, ...seen };
  },
  async writeMember({ account, ...seen }) {
    const Item = marshall({ ...memberKey(account), ...seen }, { removeUndefinedValues: true });
    await table.db.putItem({ TableName: table.table, Item });
  },
  async forgetMember(account) {
    await table.db.deleteItem({ TableName: table.table, Key: marshall(memberKey(account)) });
  },
});
