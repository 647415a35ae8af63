export const aiReportPath = "/settings/ai/report";
