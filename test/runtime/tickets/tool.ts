import type { Call, ToolRequest } from "../../../runtime/tickets/vendor";

/** A ticket as the made-up tool has it. */
export interface MadeTicket {
  id: string;
  incident: string;
  comments: string[];
  isOpen: boolean;
}

/** A made-up tool that answers like Jira Cloud and like ServiceNow, as far as the product uses them. */
export function tool() {
  const tickets: MadeTicket[] = [];
  const requests: ToolRequest[] = [];
  const add = (incident: string): MadeTicket => {
    const ticket = { id: `SOC-${tickets.length + 1}`, incident, comments: [], isOpen: true };
    tickets.push(ticket);
    return ticket;
  };
  const openOne = (matches: (ticket: MadeTicket) => boolean) => tickets.filter((one) => one.isOpen && matches(one));

  const jira = ({ method, path, query, body }: ToolRequest & { body?: any }): unknown => {
    const [, , , , resource, key, part] = path.split("/");
    const ticket = tickets.find(({ id }) => id === key);
    if (resource === "search") {
      const label = /labels = "firebreak-([^"]+)"/.exec(query!["jql"]!)![1];
      return { issues: openOne(({ incident }) => incident === label).map(({ id }) => ({ key: id })) };
    }
    if (part === "comment") return ticket!.comments.push(textOf(body.body));
    if (part === "transitions" && method === "GET") {
      const to = (category: string) => ({ statusCategory: { key: category } });
      return {
        transitions: [
          { id: "11", to: to("indeterminate") },
          { id: "31", to: to("done") },
        ],
      };
    }
    if (part === "transitions") ticket!.isOpen = body.transition.id !== "31";
    else return { key: add(body.fields.labels.find((label: string) => label.startsWith("firebreak-")).slice(10)).id };
    return {};
  };

  const serviceNow = ({ method, path, query, body }: ToolRequest & { body?: any }): unknown => {
    const id = path.split("/")[5];
    if (method === "GET") {
      const incident = /correlation_id=([^^]+)/.exec(query!["sysparm_query"]!)![1];
      return { result: openOne((one) => one.incident === incident).map((one) => ({ sys_id: one.id })) };
    }
    if (method === "POST") return { result: { sys_id: add(body.correlation_id).id } };
    const ticket = tickets.find((one) => one.id === id)!;
    if (body.work_notes) ticket.comments.push(body.work_notes);
    if (body.state) ticket.isOpen = body.state !== "6";
    return { result: { sys_id: id } };
  };

  const answer = (request: ToolRequest): unknown => {
    requests.push(request);
    return request.path.startsWith("/rest/") ? jira(request) : serviceNow(request);
  };
  const call: Call = async (request) => answer(request);
  return { tickets, requests, answer, call };
}

/** The text of a document of Atlassian. */
const textOf = (document: any): string =>
  document.content.map(({ content }: any) => content.map(({ text }: any) => text).join("")).join("\n");
