import type { Named } from "./finding";

/**
 * What a finding names, in one line for people: "EKS cluster shop-prod, Kubernetes namespace shop, pod checkout-7d9f8". The
 * names are the source's and not to be trusted; who shows them escapes them as it escapes other text.
 */
export function namesInWords(named: Named[]): string {
  return named.map(({ what, name }) => `${what} ${name}`).join(", ");
}
