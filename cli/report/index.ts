export type { ReportData } from "./data";
export { reportPage } from "./page";
