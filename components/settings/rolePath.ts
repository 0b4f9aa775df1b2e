import { z } from "zod";

/** Of what IAM takes, 512, so that the organization's policies that name roles by it stay below their size: a test has them. */
const longest = 128;

const form = `a path of IAM such as /security/firebreak/, with / at both ends, of letters, digits or +=,.@_- and at most ${longest} characters`;

/**
 * The schema of the path that an organization demands of every role, `/` unless it does
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names). IAM takes more
 * characters; those that are no wildcards or variables where ARNs are compared stand here.
 */
export const pathSchema = z
  .string(form)
  .max(longest, form)
  .regex(/^\/([\w+=,.@-]+\/)*$/, form)
  .refine(
    (path) => !path.startsWith("/aws-service-role/") && !path.startsWith("/aws-reserved/"),
    `${form}; AWS keeps /aws-service-role/ and /aws-reserved/ for itself`,
  )
  .default("/");
