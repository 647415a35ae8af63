import { exportPerson } from "./export-person.ts";
import { listPrivacyRequests } from "./list-privacy-requests.ts";

export const privacyRequestEndpoints = { listPrivacyRequests, exportPerson };
