import type { Approval } from "../../model/journalItems";
import type { Approvals } from "../approvals";
import { approvalKey } from "./keys";
import { query } from "./query";
import { putUnchanged, readItem, revisedPut } from "./revised";
import { bare, type Table } from "./table";

/** The approvals; all of them are in one partition. */
export const approvals = (table: Table): Approvals => ({
  getApproval: (id) => readItem<Approval>(table, approvalKey(id)),
  async putApproval(approval, known) {
    const revision = await putUnchanged(table, approvalKey(approval.id), contentOf(approval), known);
    return revision === undefined ? undefined : { ...approval, revision };
  },
  async openApprovals(response) {
    const wanted = { status: ["waiting", "approved"], response: [response] };
    return (await query(table, { value: approvalKey("").pk, wanted })).map(bare<Approval>);
  },
  allApprovals: async () => (await query(table, { value: approvalKey("").pk })).map(bare<Approval>),
});

const contentOf = (approval: Approval): Approval => ({ ...approval, kind: "approval" }) as Approval;

/** The part of a transaction that ends an approval with the containment that it allowed. */
export const usedApproval = ({ table }: Table, approval: Approval, usedAt: string) =>
  revisedPut(table, approvalKey(approval.id), contentOf({ ...approval, status: "used", usedAt }), approval);
