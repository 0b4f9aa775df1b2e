import type { Exemption, GrantedException } from "../../model/journalItems";
import type { Exceptions, ExemptionId } from "../exceptions";
import { exceptionKey, exemptionKey } from "./keys";
import { query } from "./query";
import { putUnchanged, readItem, rewrite } from "./revised";
import { bare, type Table } from "./table";

/** The register is one partition, and so are the exemptions from each response. */
export const exceptions = (table: Table): Exceptions => ({
  grantedFor: (arn) => readItem<GrantedException>(table, exceptionKey(arn)),
  allGranted: async () => (await query(table, { value: exceptionKey("").pk })).map(bare<GrantedException>),
  putGranted: async (entry, known) => (await putUnchanged(table, exceptionKey(entry.arn), entry, known)) !== undefined,
  changeGranted: (arn, next) => rewrite<GrantedException>(table, exceptionKey(arn), next),
  getExemption: (id) => readItem<Exemption>(table, exemptionKeyOf(id)),
  async exemptionsFrom(response) {
    return (await query(table, { value: exemptionKey(response, "", "").pk })).map(bare<Exemption>);
  },
  async changeExemption(id, next) {
    await rewrite<Exemption>(table, exemptionKeyOf(id), next);
  },
});

/** The table's keys of an exemption. */
export const exemptionKeyOf = ({ response, id, finding }: ExemptionId) => exemptionKey(response, id, finding);
