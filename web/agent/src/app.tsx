import { Button, Center, Stack, Text } from "@mantine/core";
import { Route, Switch, useLocation } from "wouter";
import { ActionPolicyPage } from "./action-policy/action-policy-page.tsx";
import { actionPolicyPath } from "./action-policy/paths.ts";
import { ModelsPage } from "./ai-models/models-page.tsx";
import { aiModelsPath } from "./ai-models/paths.ts";
import { aiReportPath } from "./ai-report/paths.ts";
import { ReportPage } from "./ai-report/report-page.tsx";
import { aiToolsPath } from "./ai-tools/paths.ts";
import { ToolsPage } from "./ai-tools/tools-page.tsx";
import { sentence } from "./api/problem.ts";
import { ApprovalsPage } from "./approvals/approvals-page.tsx";
import { approvalsPath } from "./approvals/paths.ts";
import { AuditPage } from "./audit/audit-page.tsx";
import { BulkProgress } from "./bulk/bulk-progress.tsx";
import { CallDock } from "./calls/call-dock.tsx";
import { PhoneProvider } from "./calls/phone/phone-provider.tsx";
import { CannedRepliesPage } from "./canned/canned-replies-page.tsx";
import { cannedRepliesPath } from "./canned/paths.ts";
import { ChatsPage } from "./chats/chats-page.tsx";
import { chatsPath } from "./chats/paths.ts";
import { CustomerPage } from "./customer/customer-page.tsx";
import { externalToolsPath, toolSourceRoute } from "./external-tools/paths.ts";
import { SourcePage } from "./external-tools/source-page.tsx";
import { SourcesPage } from "./external-tools/sources-page.tsx";
import { FieldsPage } from "./fields/fields-page.tsx";
import { fieldsPath } from "./fields/use-fields.ts";
import { GuidancePage } from "./guidance/guidance-page.tsx";
import { guidancePath, trialRoute } from "./guidance/paths.ts";
import { TrialPage } from "./guidance/trial-page.tsx";
import { InboxPage } from "./inbox/inbox-page.tsx";
import { KnowledgePage } from "./knowledge/knowledge-page.tsx";
import { knowledgePath } from "./knowledge/paths.ts";
import { LinePage } from "./lines/line-page.tsx";
import { lineRoute } from "./lines/paths.ts";
import { MembersPage } from "./members/members-page.tsx";
import { NumbersPage } from "./numbers/numbers-page.tsx";
import { numbersPath } from "./numbers/paths.ts";
import { LiveProvider } from "./realtime/live-provider.tsx";
import { rulesPath } from "./rules/paths.ts";
import { RulesPage } from "./rules/rules-page.tsx";
import { searchPath } from "./search/paths.ts";
import { SearchPage } from "./search/search-page.tsx";
import { UndoToast } from "./sending/undo-toast.tsx";
import { LoginPage } from "./session/login-page.tsx";
import { SignedIn, useMay, useSession, useSessionQuery } from "./session/session.tsx";
import { sendingPath } from "./settings/paths.ts";
import { SendingPage } from "./settings/sending-page.tsx";
import { useShortcuts } from "./shell/use-shortcuts.ts";
import { ClaimPage } from "./shops/claim-page.tsx";
import { claimPath, shopsPath } from "./shops/paths.ts";
import { ShopsPage } from "./shops/shops-page.tsx";
import { StatusesPage } from "./statuses/statuses-page.tsx";
import { statusesPath } from "./statuses/use-statuses.ts";
import { TagsPage } from "./tags/tags-page.tsx";
import { tagsPath } from "./tags/use-tags.ts";
import { teamsPath } from "./teams/paths.ts";
import { TeamsPage } from "./teams/teams-page.tsx";
import { viewsPath } from "./views/paths.ts";
import { ViewsPage } from "./views/views-page.tsx";

/** Whoever is not signed in sees the login in place of the page, and afterwards the page asked for. */
export function App() {
  const { data: session, error, refetch } = useSessionQuery();
  const [path] = useLocation();
  if (session) {
    return (
      <SignedIn session={session}>
        <LiveProvider key={session.member.id} selfId={session.member.id}>
          <PhoneProvider>
            <Pages />
            <UndoToast />
            <BulkProgress />
            <CallDock />
          </PhoneProvider>
        </LiveProvider>
      </SignedIn>
    );
  }
  if (session === null) return path === claimPath ? <ClaimPage session={null} /> : <LoginPage />;
  if (!error) return null;
  return (
    <Center h="100dvh" p="lg">
      <Stack align="center" gap="sm">
        <Text role="alert">{sentence(error)}</Text>
        <Button variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </Stack>
    </Center>
  );
}

/** The inbox, and what only some may see. */
function Pages() {
  const [, go] = useLocation();
  const mayAudit = useMay("audit:read");
  const readsCannedReplies = useMay("canned_replies:read");
  const readsKnowledge = useMay("knowledge:read");
  const readsRules = useMay("rules:read");
  const readsTeams = useMay("teams:read");
  const seesMembers = useMay("members:read");
  const readsViews = useMay("views:read");
  const readsTags = useMay("tags:read");
  const readsStatuses = useMay("statuses:read");
  const readsFields = useMay("fields:read");
  const readsActions = useMay("actions:read");
  const arrangesLines = useMay("connections:manage");
  const readsConnections = useMay("connections:read");
  const setsUp = useMay("settings:manage");
  useShortcuts({
    "/": () => go(searchPath),
    ...(readsTeams && { "g p": () => go(teamsPath) }),
    ...(readsViews && { "g v": () => go(viewsPath) }),
    ...(mayAudit && { "g l": () => go("/audit") }),
    ...(readsTags && { "g i": () => go(tagsPath) }),
    ...(readsStatuses && { "g a": () => go(statusesPath) }),
    ...(readsFields && { "g f": () => go(fieldsPath) }),
    ...(readsActions && { "g y": () => go(approvalsPath) }),
    ...(readsConnections && { "g h": () => go(shopsPath) }),
    ...(readsKnowledge && { "g k": () => go(knowledgePath) }),
    ...(readsRules && { "g u": () => go(rulesPath) }),
    ...(readsCannedReplies && { "g r": () => go(cannedRepliesPath) }),
  });
  return (
    <Switch>
      <Route path={searchPath} component={SearchPage} />
      {mayAudit && <Route path="/audit" component={AuditPage} />}
      {readsTeams && <Route path={`${teamsPath}/:teamId?`} component={TeamsPage} />}
      {seesMembers && <Route path="/members" component={MembersPage} />}
      {readsViews && <Route path={`${viewsPath}/:viewId?`} component={ViewsPage} />}
      {readsCannedReplies && <Route path={`${cannedRepliesPath}/:cannedReplyId?`} component={CannedRepliesPage} />}
      {readsKnowledge && <Route path={`${knowledgePath}/*?`} component={KnowledgePage} />}
      {readsRules && <Route path={`${rulesPath}/:ruleId?`} component={RulesPage} />}
      {readsTags && <Route path={tagsPath} component={TagsPage} />}
      {readsStatuses && <Route path={statusesPath} component={StatusesPage} />}
      {readsFields && <Route path={fieldsPath} component={FieldsPage} />}
      {readsActions && <Route path={`${approvalsPath}/:approvalId?`} component={ApprovalsPage} />}
      {readsActions && <Route path={actionPolicyPath} component={ActionPolicyPage} />}
      <Route path="/customers/:customerId" component={CustomerPage} />
      {readsConnections && <Route path={shopsPath} component={ShopsPage} />}
      {readsConnections && <Route path={numbersPath} component={NumbersPage} />}
      {readsConnections && <Route path={chatsPath} component={ChatsPage} />}
      {arrangesLines && <Route path={lineRoute} component={LinePage} />}
      {setsUp && <Route path={trialRoute} component={TrialPage} />}
      {setsUp && <Route path={guidancePath} component={GuidancePage} />}
      {setsUp && <Route path={aiToolsPath} component={ToolsPage} />}
      {setsUp && <Route path={externalToolsPath} component={SourcesPage} />}
      {setsUp && <Route path={toolSourceRoute} component={SourcePage} />}
      {setsUp && <Route path={aiModelsPath} component={ModelsPage} />}
      {setsUp && <Route path={aiReportPath} component={ReportPage} />}
      <Route path={claimPath} component={Claim} />
      <Route path={sendingPath} component={SendingPage} />
      <Route component={InboxPage} />
    </Switch>
  );
}

function Claim() {
  return <ClaimPage session={useSession()} />;
}
