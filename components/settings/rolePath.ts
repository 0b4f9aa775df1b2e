import { z } from "zod";

/**
 * IAM accepts 512 characters. With this limit, the organization's policies that contain the path stay within their
 * size, which a test checks.
 */
const maxLength = 128;

const form = `an IAM path such as /security/firebreak/, with / at both ends, of letters, digits or +=,.@_- and at most ${maxLength} characters`;

/**
 * The schema of the path that an organization requires for every role; `/` by default
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names). IAM accepts
 * more characters; these cannot be wildcards or variables where ARNs are compared.
 */
export const pathSchema = z
  .string(form)
  .max(maxLength, form)
  .regex(/^\/([\w+=,.@-]+\/)*$/, form)
  .refine(
    (path) => !path.startsWith("/aws-service-role/") && !path.startsWith("/aws-reserved/"),
    `${form}; AWS reserves /aws-service-role/ and /aws-reserved/`,
  )
  .default("/");
