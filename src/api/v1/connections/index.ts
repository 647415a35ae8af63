import { getEntitlement } from "../billing/get-entitlement.ts";
import { claimInstall } from "../install-claims/claim-install.ts";
import { claimWithNewWorkspace } from "../install-claims/claim-with-new-workspace.ts";
import { previewClaim } from "../install-claims/preview-claim.ts";
import { beginInstall } from "../installs/begin-install.ts";
import { connectAccount } from "./connect-account.ts";
import { disconnect } from "./disconnect.ts";
import { eraseAccountData } from "./erase-account-data.ts";
import { getHealth } from "./get-health.ts";
import { listConnections } from "./list-connections.ts";
import { listRecordChecks } from "./list-record-checks.ts";
import { setDefaultTeam } from "./set-default-team.ts";
import { startBackfill } from "./start-backfill.ts";
import { syncConnection } from "./sync-connection.ts";

/** Mailboxes and shops, and how they get in. */
export const connectionEndpoints = {
  listConnections,
  connectAccount,
  syncConnection,
  getHealth,
  startBackfill,
  setDefaultTeam,
  disconnect,
  eraseAccountData,
  beginInstall,
  previewClaim,
  claimInstall,
  claimWithNewWorkspace,
  getEntitlement,
  listRecordChecks,
};
