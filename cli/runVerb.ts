import { Writable } from "node:stream";
import type { World } from "./world";

/** What a command line printed. */
export interface Printed {
  code: number;
  out: string;
  err: string;
}

/**
 * Runs a command line as the tool itself does, with all its checks, and keeps what it prints: the server's own standard output is
 * for the protocol. Nobody can answer a question.
 */
export async function runVerb(argv: string[], world: World): Promise<Printed> {
  const [out, err] = [kept(), kept()];
  const code = await world.main!(argv, {
    ...world,
    out: out.stream,
    err: err.stream,
    colours: false,
    interactive: false,
  });
  return { code, out: out.text(), err: err.text() };
}

/** A stream that keeps what is written to it. */
export function kept() {
  const parts: string[] = [];
  const stream = new Writable({
    write(part, _encoding, done) {
      parts.push(String(part));
      done();
    },
  });
  return { stream, text: () => parts.join("") };
}
