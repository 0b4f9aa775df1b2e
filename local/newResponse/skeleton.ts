import { newKind } from "./kinds";
import { identifierOf } from "./naming";

/**
 * The files of a new response by path. They compile. The parts that the author must write throw an error that names
 * them, so that the tests fail until they are written.
 */
export function skeleton(name: string, kind: string): Record<string, string> {
  const constant = identifierOf(name);
  const code = `runtime/responses/${constant}`;
  const tests = `test/runtime/responses/${constant}`;
  const { noun, resourceTypes, example, client } = newKind(kind);
  const missing = (part: string) => `throw coded("NotWritten", "${name}: ${part} is not written yet");`;
  return {
    [`${code}/state.ts`]: `/** The state of the ${noun}: everything that plan, residualRisk and release need, as plain data. */
export interface State {
  id: string;
  tags: Record<string, string>;
}

/** The prior state that a release needs. */
export type PriorState = Record<string, never>;
`,
    [`${code}/read.ts`]: `import type { ${client.name} } from "${client.from}";
import { coded } from "../../lib/errors";
import type { Target } from "../../model/target";
import type { State } from "./state";

export interface Clients {
  ${client.key}: ${client.name};
}

/** Reads the ${noun}; undefined if there is none. */
export async function read(_clients: Clients, _target: Target): Promise<State | undefined> {
  ${missing("read")}
}
`,
    [`${code}/plan.ts`]: `import { coded } from "../../lib/errors";
import type { Call } from "../../model/call";
import type { State } from "./state";

/** The missing calls, in order. An empty plan proves containment. */
export function plan(_state: State): Call[] {
  ${missing("plan")}
}
`,
    [`${code}/residualRisk.ts`]: `import { coded } from "../../lib/errors";
import type { State } from "./state";

/** The residual risk that the calls leave, one sentence each. */
export function residualRisk(_state: State): string[] {
  ${missing("residualRisk")}
}
`,
    [`${code}/release.ts`]: `import { coded } from "../../lib/errors";
import type { ReleasePlan } from "../../model/call";
import type { PriorState, State } from "./state";

/** The prior state that a release needs, saved before the first change. */
export function priorState(_state: State): PriorState {
  ${missing("priorState")}
}

/** Restores what containment changed. Later changes by others stay and are reported as drift. */
export function releasePlan(_state: State, _saved: PriorState): ReleasePlan {
  ${missing("releasePlan")}
}
`,
    [`${code}/permissions.ts`]: `import type { Permission } from "../../model/permission";

/** The calls that the response may make in the account of the ${noun}. */
export const permissions: Permission[] = [];
`,
    [`${code}/index.ts`]: `import { ${client.name} } from "${client.from}";
import type { Response } from "../../model/response";
import { targetOf } from "../../resources/targets";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { type Clients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { residualRisk } from "./residualRisk";
import type { PriorState, State } from "./state";

export const ${constant}: Response<State, PriorState, unknown, Clients> = {
  name: "${name}",
  words: { done: "", undone: "" },
  resourceTypes: ["${resourceTypes[0]}", "${resourceTypes[1]}"],
  kind: "${kind}",
  findingTypes: [],
  targets(finding) {
    const found = finding.resources.filter((resource) => resource.kind === "${kind}");
    if (found.length === 0) return \`\${finding.type} names no ${noun}\`;
    return found.map((resource) => targetOf("${kind}", resource, resource.id));
  },
  clients: (config) => ({ ${client.key}: new ${client.name}(config) }),
  read,
  tags: (state) => state.tags,
  plan,
  residualRisk,
  beyondReach: () => [],
  priorState,
  releasePlan,
  evidence: () => [],
  evidenceIn: () => [],
  permissions,
};
`,
    [`${tests}/model.ts`]: `import type fc from "fast-check";
import { coded } from "../../../../runtime/lib/errors";
import { targetOf } from "../../../../runtime/resources/targets";
import type { Clients } from "../../../../runtime/responses/${constant}/read";

export const target = targetOf(
  "${kind}",
  { accountId: "444455556666", region: "eu-west-1", partition: "aws" },
  "${example}",
);

/** The data of the ${noun} in AWS. */
export type World = Record<string, unknown>;

/** Every ${noun} that the response may encounter. */
export function worlds(): fc.Arbitrary<World> {
  ${missing("the model's worlds")}
}

/** Clients for such a world, as strict as AWS. */
export function clients(_world: World): Clients {
  ${missing("the model's clients")}
}
`,
    [`${tests}/plan.test.ts`]: `import assert from "node:assert/strict";
import { ${constant} } from "../../../../runtime/responses/${constant}";

const { findingTypes, permissions, words } = ${constant};

describe("${name}", () => {
  it("declares its finding types, its permissions, and its words", () => {
    assert.ok(findingTypes.length > 0, "findingTypes in index.ts is empty: which findings does it handle?");
    assert.ok(permissions.length > 0, "permissions.ts is empty: what may it call?");
    assert.ok(words.done && words.undone, "words in index.ts are empty: what does the notice say?");
  });

  it("has a table of states and the missing calls of each", () => {
    assert.fail("plan.test.ts: write the table; docs/writing-a-response.md has an example");
  });
});
`,
    [`${tests}/properties.test.ts`]: `import { ${constant} } from "../../../../runtime/responses/${constant}";
import { itKeepsTheContract } from "../contract";
import { clients, target, worlds } from "./model";

describe("${name}, for every ${noun}", () => {
  itKeepsTheContract({ response: ${constant}, target, worlds, clients });
});
`,
  };
}
