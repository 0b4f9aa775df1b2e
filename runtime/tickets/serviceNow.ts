import { commentText, type Vendor } from "./vendor";

const table = "/api/now/table/incident";

/** Incidents of ServiceNow, by its Table API: https://www.servicenow.com/docs/r/yokohama/api-reference/rest-api-explorer/get-started-update-incident.html */
export const serviceNow: Vendor = {
  async find(call, _, incident) {
    const { result } = await call({
      method: "GET",
      path: table,
      query: {
        sysparm_query: `correlation_id=${incident}^active=true^stateNOT IN6,7,8`,
        sysparm_fields: "sys_id",
        sysparm_limit: "1",
      },
    });
    return result[0]?.sys_id;
  },
  async open(call, { assignmentGroup }, { text, incident, severity }) {
    const level = levels[severity.band];
    const body = {
      short_description: text.title,
      description: text.body,
      correlation_id: incident.id,
      correlation_display: "Firebreak",
      impact: level,
      urgency: level,
      ...(assignmentGroup && { assignment_group: assignmentGroup }),
    };
    return (await call({ method: "POST", path: table, body })).result.sys_id;
  },
  comment: (call, id, event) =>
    call({ method: "PATCH", path: `${table}/${id}`, body: { work_notes: commentText(event) } }),
  close: (call, { closeCode }, id) =>
    call({
      method: "PATCH",
      path: `${table}/${id}`,
      body: { state: "6", close_code: closeCode, close_notes: "Firebreak: the incident is closed" },
    }),
};

/** Impact and urgency, from 1, high, to 3, low. */
const levels = { critical: "1", high: "1", medium: "2", low: "3", unknown: "2" };
