import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { z } from "zod";
import { type Arrived, filesOf, type LakeFile } from "../../lake/files";
import { parquetOf } from "../../lake/parquet";
import { type LakeSettings, lake } from "../../lake/settings";
import { messageOf } from "../../lib/errors";
import { inParallel } from "../../lib/inParallel";
import { decisionEventSchema } from "../../notices/eventSchema";
import type { QueueRecord } from "../shared/lambda";
import { makeLogger } from "../shared/makeLogger";

/** How many files are written at once. */
const atOnce = 5;

/** The messages that have to be delivered again: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
interface Undone {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * The factory of the handler that writes batches of decisions as Parquet files to S3. It returns the messages whose file could not be
 * written, and those that are no decision: after some deliveries they become dead letters.
 */
export function lakeWriter(settings: LakeSettings) {
  return () => {
    const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
    const s3 = new S3({ ...clientConfig, region: settings.region });
    const sts = new STS(clientConfig);
    const logger = makeLogger(lake);
    const event = z.object({ detail: decisionEventSchema() });

    /** A client with the role of the writer, which lasts longer than an invocation. */
    const openBucket = async (): Promise<S3> => {
      if (!settings.writer) return s3;
      const { roleArn: RoleArn, externalId: ExternalId } = settings.writer;
      const RoleSessionName = `firebreak-${lake}`;
      const { Credentials } = await sts.assumeRole({ RoleArn, ExternalId, RoleSessionName, DurationSeconds: 900 });
      const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
      const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
      return new S3({
        ...clientConfig,
        region: settings.region,
        requestHandler: s3.config.requestHandler,
        credentials,
      });
    };

    const write = async (bucket: S3, { key, activities }: LakeFile): Promise<void> => {
      await bucket.putObject({
        Bucket: settings.bucket,
        Key: key,
        Body: await parquetOf(activities),
        ExpectedBucketOwner: settings.owner,
        ...(settings.kmsKeyArn && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: settings.kmsKeyArn }),
      });
      logger.info("written", { key, decisions: activities.length });
    };

    return async ({ Records }: { Records: QueueRecord[] }): Promise<Undone> => {
      const undone: string[] = [];
      const fail = (what: string, messages: string[], error: unknown) => {
        undone.push(...messages);
        logger.error(what, { deliveries: messages, error: messageOf(error) });
      };
      const arrived: Arrived[] = [];
      for (const { messageId: message, body } of Records) {
        try {
          arrived.push({ message, facts: event.parse(JSON.parse(body)).detail });
        } catch (error) {
          fail("not a decision", [message], error);
        }
      }
      const files = filesOf(arrived, settings);
      try {
        const bucket = await openBucket();
        await inParallel(files, atOnce, (file) =>
          write(bucket, file).catch((error: unknown) => fail(`not written: ${file.key}`, file.messages, error)),
        );
      } catch (error) {
        fail(
          "the writer's role could not be assumed",
          arrived.map(({ message }) => message),
          error,
        );
      }
      return { batchItemFailures: undone.map((itemIdentifier) => ({ itemIdentifier })) };
    };
  };
}
