import type { Resource } from "./resources";

/**
 * Lets resources wait for a resource that has a condition which they do not have. `DependsOn` alone is an error if that resource
 * does not exist, so a wait condition handle, which does nothing by itself, refers to it in its metadata if it exists
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html).
 */
export function withHandles(resources: Record<string, Resource>): Record<string, Resource> {
  const handles: Record<string, Resource> = {};
  const waitingFor = (id: string, condition: string | undefined): string => {
    const { Condition } = resources[id]!;
    if (Condition === undefined || Condition === condition) return id;
    const handle = `${id}Handle`;
    handles[handle] = {
      Type: "AWS::CloudFormation::WaitConditionHandle",
      Metadata: { After: { "Fn::If": [Condition, { Ref: id }, ""] } },
    };
    return handle;
  };
  const waiting = Object.entries(resources).map(([id, resource]) => {
    const { DependsOn, Condition } = resource;
    return [id, DependsOn ? { ...resource, DependsOn: DependsOn.map((one) => waitingFor(one, Condition)) } : resource];
  });
  return { ...Object.fromEntries(waiting), ...handles };
}
