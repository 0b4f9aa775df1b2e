import { coded } from "../lib/errors";
import { commentText, type Vendor } from "./vendor";

/** Issues of Jira Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/ */
export const jira: Vendor = {
  async find(call, { project }, incident) {
    const jql = `project = "${project}" AND labels = "${labelOf(incident)}" AND statusCategory != Done`;
    const { issues = [] } = await call({
      method: "GET",
      path: "/rest/api/3/search/jql",
      query: { jql, fields: "key", maxResults: "1" },
    });
    return issues[0]?.key;
  },
  async open(call, { project, issueType }, event) {
    const fields = {
      project: { key: project },
      issuetype: { name: issueType },
      summary: event.text.title,
      description: documentOf(event.text.body),
      labels: ["firebreak", labelOf(event.incident.id)],
    };
    return (await call({ method: "POST", path: "/rest/api/3/issue", body: { fields } })).key;
  },
  comment: (call, key, event) =>
    call({
      method: "POST",
      path: `/rest/api/3/issue/${key}/comment`,
      body: { body: documentOf(commentText(event)) },
    }),
  async close(call, _, key) {
    const path = `/rest/api/3/issue/${key}/transitions`;
    const { transitions = [] } = await call({ method: "GET", path });
    const done = transitions.find(({ to }: any) => to?.statusCategory?.key === "done");
    if (!done) throw coded("NoTransition", `${key} has no transition to a status of the category Done`);
    return call({ method: "POST", path, body: { transition: { id: done.id } } });
  },
};

/** A label has no spaces: https://support.atlassian.com/jira-software-cloud/docs/what-are-labels/ */
const labelOf = (incident: string): string => `firebreak-${incident}`;

/** Paragraphs of plain text: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
const documentOf = (text: string) => ({
  type: "doc",
  version: 1,
  content: text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] })),
});
