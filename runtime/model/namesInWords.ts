import type { Named } from "./finding";

/**
 * What a finding names, in one line for people: "EKS cluster shop-prod, Kubernetes namespace shop, pod checkout-7d9f8". The
 * names come from the source and are not trusted: the caller escapes them like other text.
 */
export function namesInWords(named: Named[]): string {
  return named.map(({ what, name }) => `${what} ${name}`).join(", ");
}
