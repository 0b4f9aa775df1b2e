import { S3Client } from "@aws-sdk/client-s3";
import type { Inputs, Kind } from "../../kind";
import type { Properties } from "../../properties";

/** A bucket setting that is a separate resource: how it is written, found and removed. */
export interface Setting {
  /** The inputs besides `bucket`. */
  inputs: Inputs;
  write(bucket: string, inputs: Properties, s3: S3Client): Promise<unknown>;
  /** The inputs besides `bucket`; undefined, or an error named NoSuch..., if the bucket has no such setting. */
  find(bucket: string, s3: S3Client): Promise<Properties | undefined>;
  remove(bucket: string, s3: S3Client): Promise<unknown>;
}

/** A type that manages one setting of an existing bucket. */
export function bucketSetting({ inputs, write, find, remove }: Setting): Kind {
  return {
    inputs: { bucket: { replaces: true }, ...inputs },
    async create(given, aws) {
      await write(given.bucket, given, aws.client(S3Client));
      return given.bucket;
    },
    async read(id, aws) {
      const found = await find(id, aws.client(S3Client));
      return found && { inputs: { bucket: id, ...found }, outputs: {} };
    },
    update: (id, given, aws) => write(id, given, aws.client(S3Client)),
    delete: (id, aws) => remove(id, aws.client(S3Client)),
  };
}
