import type { BuildOptions } from "esbuild";

export const laneArgument: string;
export function bundling(entryPoint: string): BuildOptions & { write: false };
