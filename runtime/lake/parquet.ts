import { columnNames, rowOf, schema } from "./columns";
import type { RemediationActivity } from "./ocsf";

/**
 * Events as one Parquet file with one row group: version 1 of the format, pages of at most 1 MB, compressed with Snappy.
 *
 * @param activities at least one, in the order of the rows
 */
export async function parquetOf(activities: RemediationActivity[]): Promise<Uint8Array> {
  // A module of ECMAScript, and only this function needs it.
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const rows = activities.map(rowOf);
  const columnData = columnNames.map((name) => ({ name, data: rows.map((row) => row[name]) }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: rows.length }));
}
