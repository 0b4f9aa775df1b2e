/**
 * What stands for the account, Region and partition while the declarations are read: CloudFormation's pseudo parameters
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html), in the form
 * in which `Fn::Sub` finds them in a text.
 */
export const here = {
  account: `\${AWS::AccountId}`,
  region: `\${AWS::Region}`,
  partition: `\${AWS::Partition}`,
};

/** A reference to a resource of the template, within a text: its `Ref`, or one of its attributes. */
export const referenceTo = (logicalId: string, attribute?: string): string =>
  `\${${logicalId}${attribute === undefined ? "" : `.${attribute}`}}`;

/** References begin with a capital letter, the variables of IAM policies such as `${aws:PrincipalOrgID}` do not. */
const reference = /\$\{(AWS::\w+|[A-Z]\w*(?:\.\w+)?)\}/g;

/**
 * A value with intrinsic functions where its texts have references
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html).
 */
export function withFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFunctions);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withFunctions(inner)]));
  }
  return typeof value === "string" ? withReferences(value) : value;
}

function withReferences(text: string): unknown {
  const found = [...text.matchAll(reference)];
  if (found.length === 0) return text;
  const [whole, named] = found[0]!;
  if (whole === text) return named!.includes(".") ? { "Fn::GetAtt": named!.split(".") } : { Ref: named };
  // Other variables are for IAM and stay as they are.
  return { "Fn::Sub": text.replaceAll("${", `\${!`).replace(escapedReference, (_, name) => `\${${name}}`) };
}

const escapedReference = /\$\{!(AWS::\w+|[A-Z]\w*(?:\.\w+)?)\}/g;
