import type { Resource } from "../../model/finding";

/**
 * Maximum duration of a document's steps without a role of their own, in minutes. They run in the context of the session that
 * starts them (https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-working.html), which AWS ends after
 * an hour; up to the function's time limit passes before the start.
 */
export const ownSessionMinutes = 55;

/** An Automation document that runs for some finding types, as declared in the stack's file. */
export interface RunbookDeclaration {
  /** Its own name, in notices and in the journal. */
  name: string;
  /** Name of the document, or the ARN of one that another account shares. */
  document: string;
  /** The document's default version if it is left out, which only AWS and the security account may choose. */
  documentVersion?: string | undefined;
  /** Answered by this runbook and by no other. */
  findingTypes: string[];
  /** What its targets are. */
  kind: Resource["kind"];
  /** The resource types whose findings come here, as each source names them. */
  resourceTypes: string[];
  /** Of the document, with `{id}` and the other placeholders of `parameterPlaceholders`. */
  parameters: Record<string, string | string[]>;
  /**
   * Name of a role in the target's account that the document's steps run with. Without one they run with the rights of
   * this response's own session, which are `permissions`, and no longer than it.
   */
  assumeRole?: string | undefined;
  permissions: RunbookPermission[];
  /** Started only after a named person approved; required for destructive documents. */
  approval: boolean;
  /** At most `ownSessionMinutes` without `assumeRole`. An execution that still runs after this time is overdue. */
  timeoutMinutes: number;
}

/** What the steps of a document may do with the response's own session; patterns as in `Permission`. */
export interface RunbookPermission {
  actions: string[];
  resources: string[];
  /** Why a resource is `*`, where one is. */
  why?: string | undefined;
}

/** The bare name of a document, which is what a shared document's ARN ends with. */
export function documentName({ document }: Pick<RunbookDeclaration, "document">): string {
  return document.slice(document.lastIndexOf("/") + 1);
}

/**
 * Whether others than AWS and the security account control what the document does: a document of the target's account or of a
 * third account, in its default or latest version. The content of a numbered version never changes
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-versions.html).
 */
export function isForeign(
  { document, documentVersion }: Pick<RunbookDeclaration, "document" | "documentVersion">,
  securityAccountId: string,
): boolean {
  if (isOwnedByAws(documentName({ document })) || /^\d+$/.test(documentVersion ?? "")) return false;
  return document.split(":")[4] !== securityAccountId;
}

/** AWS reserves these name prefixes: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html */
export function isOwnedByAws(document: string): boolean {
  return /^(aws|amazon|amzn)/i.test(document);
}
