/** The credentials of a session. */
export interface TaskCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/**
 * What the containers of a task get from ECS: a session of the task's role, with the task's id as name
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html).
 *
 * @throws Error if there is no such task, or it has no role that ECS may assume
 */
export async function taskCredentials(endpoint: string, task: string): Promise<TaskCredentials> {
  const response = await fetch(`${endpoint}/_local-aws/task-credentials?task=${encodeURIComponent(task)}`);
  if (!response.ok) throw new Error(`no credentials of ${task}: ${await response.text()}`);
  const { AccessKeyId, SecretAccessKey, SessionToken } = (await response.json()) as Record<string, string>;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}
