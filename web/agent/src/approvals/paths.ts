export const approvalsPath = "/approvals";
