// What may import what, type imports included: docs/architecture.md draws it, `npm run check` holds it.

/** The parts of the project, from the bottom up: each may import those before it. */
const parts = ["runtime", "rehearsal", "components", "cli", "local", "test", "bench"];

/** The rooms of the runtime, from the bottom up. */
const rooms = [
  "lib",
  "model",
  "resources",
  "policy",
  "people",
  "journal",
  "run",
  "aws",
  "findings",
  "messages",
  "notices",
  "lake",
  "tickets",
  "exceptions",
  "responses",
  "containment",
  "doctor",
  "openGroups",
  "functions",
];

/** The folders of the components that are pure, and the one of the functions, from the bottom up. */
const folders = ["channels", "shared", "settings", "documents", "functions"];

/** Who opens the journal: the factories of functions, the command line, and what looks on at a drill. */
const opensJournal =
  "runtime/functions/(shared/makeServices|doctor/examiner|openGroups/evaluator|tickets/keeper)[.]ts$|cli/aws/clients[.]ts$|local/world/follow[.]ts$";

const never = (name, from, to) => ({ name, severity: "error", from, to });

const upwards = (folder, names) =>
  names
    .slice(0, -1)
    .map((name, at) =>
      never(
        `${folder}${name} imports nothing above it`,
        { path: `^${folder}${name}/` },
        { path: `^${folder}(${names.slice(at + 1).join("|")})/` },
      ),
    );

module.exports = {
  forbidden: [
    never("no circles", {}, { circular: true }),
    ...upwards("", parts),
    ...upwards("runtime/", rooms),
    ...upwards("components/", folders),
    never("a file of the runtime is in a room", {}, { path: `^runtime/(?!(${rooms.join("|")})/)` }),
    never("the runtime knows nothing of Pulumi", { path: "^runtime/" }, { path: "node_modules/@pulumi/" }),
    never(
      "only runtime/journal/dynamodb knows DynamoDB",
      {
        // The engine makes tables, follow.ts reads the whole table, which the product never does, and tests change items.
        pathNot: "^runtime/journal/dynamodb/|^local/(engine/|world/follow[.]ts$)|^test/|node_modules/",
      },
      { path: "node_modules/@aws-sdk/(client|util|lib)-dynamodb/" },
    ),
    never(
      "the journal is used through its interface",
      {
        path: "^(runtime|cli|rehearsal|local)/",
        // Those who open it hand it on; the table and the policies in components/ need its keys.
        pathNot: `^(runtime/journal/dynamodb/|${opensJournal})`,
      },
      { path: "^runtime/journal/dynamodb/" },
    ),
    never(
      "who opens the journal knows none of its keys and items",
      { path: `^(${opensJournal})` },
      { path: "^runtime/journal/dynamodb/", pathNot: "/journal[.]ts$" },
    ),
    never(
      "what every response goes through knows no response",
      // The rule of AWS Config reads groups as the response does, so that both mean the same by "public".
      { path: "^runtime/(?!responses/|functions/|openGroups/)" },
      { path: "^runtime/responses/[^/]+/" },
    ),
    never(
      "a response knows no other",
      { path: "^runtime/responses/([^/]+)/" },
      { path: "^runtime/responses/[^/]+/", pathNot: "^runtime/responses/$1/" },
    ),
    never(
      "only the page of the console is made for browsers",
      { pathNot: "^cli/console/page/|node_modules/" },
      { path: "^cli/console/page/|node_modules/(react|react-dom|@cloudscape-design)/" },
    ),
    never(
      "Z7: settings and documents never load the provider",
      { path: "^components/(channels|shared|settings|documents)/" },
      { path: "node_modules/@pulumi/awsx?/", reachable: true },
    ),
    never(
      "unit tests need neither the local AWS nor the engine",
      {
        path: "^test/.*[.]test[.]ts$",
        pathNot: "^test/(endToEnd|local/aws|local/engine)/|^test/cli/(localAws|fleetEngine|fleetLocal|fleetTemplate)",
      },
      { path: "^local/(aws/localAws|engine/(environment|run|stack))[.]ts$", reachable: true },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(test/corpus|docs)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
