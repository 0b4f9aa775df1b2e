export function load(entry: string, folder?: string): any;
export function page(entry: string, folder?: string): { js: string; css: string };
