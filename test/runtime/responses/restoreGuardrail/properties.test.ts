import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { itKeepsTheContract } from "../contract";
import { clients, kinds, targets, worlds } from "./model";

describe("restore-guardrail, for every guardrail", () => {
  for (const kind of kinds) {
    describe(`N41: ${kind}`, () => {
      itKeepsTheContract({
        response: restoreGuardrail,
        target: targets[kind],
        worlds: () => worlds(kind),
        clients,
      });
    });
  }
});
