import type { FunctionConfiguration } from "@aws-sdk/client-lambda";

/**
 * The code and the settings that a published version fixes, as a text: equal texts mean that the version is what $LATEST is
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html). Names, times and states of the version itself are left
 * out. Values of environment variables are compared and never kept.
 */
export function comparable(version: FunctionConfiguration): string {
  const { CodeSha256, PackageType, Runtime, Handler, Architectures, Role, Timeout, MemorySize } = version;
  const { EphemeralStorage, KMSKeyArn, ImageConfigResponse, DeadLetterConfig, FileSystemConfigs } = version;
  const { SubnetIds, SecurityGroupIds } = version.VpcConfig ?? {};
  return JSON.stringify([
    [CodeSha256, PackageType, Runtime, Handler, Architectures, Role, Timeout, MemorySize],
    [EphemeralStorage?.Size, KMSKeyArn, ImageConfigResponse?.ImageConfig, DeadLetterConfig?.TargetArn],
    Object.entries(version.Environment?.Variables ?? {}).sort(),
    (version.Layers ?? []).map(({ Arn }) => Arn),
    [...(SubnetIds ?? [])].sort(),
    [...(SecurityGroupIds ?? [])].sort(),
    (FileSystemConfigs ?? []).map(({ Arn, LocalMountPath }) => [Arn, LocalMountPath]),
  ]);
}
