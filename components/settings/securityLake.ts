import { z } from "zod";
import { accountId } from "../../runtime/lib/accountId";
import { region } from "./sources";

const arn = (pattern: RegExp, form: string) => z.string(form).regex(pattern, form);

/** A bucket that gets every decision as an event of OCSF, in the form of a custom source of Security Lake. */
export const securityLakeSchema = z
  .strictObject({
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket, without s3:// and without a path"),
    /** The custom source, which is the folder below `ext/`. A longer name leaves Security Lake no room for that of its role. */
    source: z
      .string()
      .regex(/^[\w.-]{1,20}$/, "the name of a custom source: at most 20 letters, digits and _.-")
      .default("firebreak"),
    /** The bucket's Region; the home Region if it is left out. */
    region: region.optional(),
    /** The account that owns the bucket; that of the writer's role, or the security account, if it is left out. */
    accountId: accountId.optional(),
    /** The role that Security Lake made for the source. Without it, the function's own role writes. */
    writer: z
      .strictObject({
        roleArn: arn(
          /^arn:[a-z-]+:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
          "the ARN of a role such as arn:aws:iam::444455556666:role/AmazonSecurityLake-Provider-firebreak-eu-west-1",
        ),
        externalId: z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, "the external id of the custom source"),
      })
      .optional(),
    /** The key that encrypts the files; the bucket's own setting if it is left out. */
    kmsKeyArn: arn(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key").optional(),
  })
  .refine(({ writer, kmsKeyArn }) => !writer || !kmsKeyArn, {
    path: ["kmsKeyArn"],
    message: "left out with a writer: Security Lake's bucket encrypts with its own key",
  })
  .optional();

export type SecurityLakeSettings = NonNullable<z.infer<typeof securityLakeSchema>>;
