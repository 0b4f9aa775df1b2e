/** What a Parquet file has, by another library than the one that wrote it. */
export async function readParquet(file: Uint8Array): Promise<{
  schema: { name: string; type?: string | undefined; repetition_type?: string | undefined }[];
  rows: Record<string, unknown>[];
}> {
  const { parquetMetadata, parquetReadObjects } = await import("hyparquet");
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const { schema } = parquetMetadata(buffer);
  return { schema, rows: await parquetReadObjects({ file: buffer }) };
}
