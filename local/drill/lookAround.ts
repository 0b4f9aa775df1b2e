import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { accounts, region } from "../world/accounts";
import { project } from "../world/stackFiles";
import type { World } from "../world/world";
import { exportLines } from "./exportLines";
import type { Person } from "./people";

const commands = [
  "incidents",
  "incidents --open",
  "approvals",
  "show ID",
  "release ID --reason drill",
  "doctor",
  "report --out report.html",
];

/** How to explore a drill that is kept running, and as which user. */
export function lookAround(world: World, people: Person[]): string {
  const { environment, master, endpoint } = world;
  const variables = {
    ...environment,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accounts.security.id,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: region,
  };
  const exports = exportLines(variables);
  const persons = people.map(({ name, may, credentials }) =>
    [
      `# ${name}: ${may}`,
      `export AWS_ACCESS_KEY_ID='${credentials.accessKeyId}' AWS_SECRET_ACCESS_KEY='${credentials.secretAccessKey}'`,
    ].join("\n"),
  );
  const members = Object.entries(accounts).map(([name, { id }]) => `  ${id}  ${name}`);
  return `
The drill keeps running at ${endpoint}. Ctrl-C ends it and removes everything.
An account's id is the access key of its root user, with any secret:
${members.join("\n")}

In another terminal:
${exports.join("\n")}

Then, for example:
${commands.map((command) => operatorCommand(command)).join("\n")}
aws dynamodb scan --table-name ${master.journalTable}
pulumi stack output --stack ${world.stacks.security.name} --cwd ${project}

These credentials may do everything. To act as one of the people, whose permissions IAM enforces:
${persons.join("\n")}
`;
}
