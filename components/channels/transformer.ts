import type { FromEvent, Template } from "./channel";

/** EventBridge's input transformer, with the names of @pulumi/aws. */
export interface Transformer {
  inputPaths: Record<string, string>;
  inputTemplate: string;
}

/**
 * A template as an input transformer. It may have 100 variables and 8,192 characters
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html).
 */
export function transformerOf(template: Template): Transformer {
  const names: Record<string, string> = {};
  const written = (part: Template): string => {
    if (Array.isArray(part)) return `[${part.map(written).join(",")}]`;
    if (part === null || typeof part !== "object") return JSON.stringify(part);
    if (isFromEvent(part)) {
      names[part.from] ??= `v${Object.keys(names).length}`;
      return `<${names[part.from]}>`;
    }
    return `{${Object.entries(part)
      .map(([key, value]) => `${JSON.stringify(key)}:${written(value)}`)
      .join(",")}}`;
  };
  const inputTemplate = written(template);
  const inputPaths = Object.fromEntries(Object.entries(names).map(([path, name]) => [name, path]));
  return { inputPaths, inputTemplate };
}

const isFromEvent = (part: object): part is FromEvent => "from" in part;
