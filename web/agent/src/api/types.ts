import type { components, paths } from "./schema.d.ts";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
/** The body of the successful answer, whichever 2xx it carries. */
type Answer<Operation> = Operation extends { responses: infer Responses }
  ? Json<Responses[keyof Responses & (200 | 201 | 202)]>
  : never;

export type Session = Answer<paths["/v1/session"]["get"]>;
export type ConversationPage = Answer<paths["/v1/conversations"]["get"]>;
export type Conversation = ConversationPage["data"][number];
export type MessagePage = Answer<paths["/v1/conversations/{conversationId}/messages"]["get"]>;
export type Message = MessagePage["data"][number];
export type MyDraft = NonNullable<Answer<paths["/v1/conversations/{conversationId}/my-drafts"]["get"]>["reply"]>;
export type Upload = Answer<paths["/v1/uploads"]["post"]>;
export type Notification = Answer<paths["/v1/notifications"]["get"]>["data"][number];
export type Recipients = Answer<paths["/v1/conversations/{conversationId}/recipients"]["get"]>;
export type Call = components["schemas"]["Call"];
export type PhoneLine = components["schemas"]["PhoneLine"];
export type CallLine = components["schemas"]["CallLine"];
export type VoiceToken = components["schemas"]["VoiceToken"];
export type Consent = components["schemas"]["Consent"];
export type ConsentInput =
  paths["/v1/customers/{customerId}/consents"]["post"]["requestBody"]["content"]["application/json"];
export type LookupTable = components["schemas"]["LookupTable"];
export type TableDiff = Answer<paths["/v1/knowledge/tables/{tableId}/file"]["put"]>["diff"];
export type KnowledgeContradiction = components["schemas"]["KnowledgeContradiction"];
export type KnowledgeGap = components["schemas"]["KnowledgeGap"];
export type ReplySuggestion = components["schemas"]["ReplySuggestion"];
export type Draft = Answer<paths["/v1/conversations/{conversationId}/draft"]["get"]>;
export type Run = Answer<paths["/v1/conversations/{conversationId}/runs"]["get"]>["data"][number];
export type RunTrace = components["schemas"]["RunTrace"];
export type RunStep = components["schemas"]["RunStep"];
export type GuidanceVersion = components["schemas"]["GuidanceVersion"];
export type Guidance = components["schemas"]["Guidance"];
export type Trial = components["schemas"]["GuidanceTrial"];
export type TrialCase = components["schemas"]["GuidanceTrialCase"];
export type AiSwitches = components["schemas"]["AiSwitches"];
export type AiReport = components["schemas"]["AiReport"];
export type SurveySetting = components["schemas"]["SurveySetting"];
export type AiTool = components["schemas"]["AiTool"];
export type AiStanding = components["schemas"]["AiStanding"];
export type ModelKey = components["schemas"]["ModelKey"];
export type ChosenModel = components["schemas"]["ChosenModel"];
export type ModelBudget = components["schemas"]["ModelBudget"];
export type Customer = Answer<paths["/v1/customers/{customerId}"]["get"]>;
export type Erasure = components["schemas"]["Erasure"];
export type MergeProposal = Answer<paths["/v1/customers/{customerId}/merge-proposals"]["get"]>["data"][number];
export type AuditEntry = Answer<paths["/v1/audit"]["get"]>["data"][number];
export type PrivacyRequest = Answer<paths["/v1/privacy-requests"]["get"]>["data"][number];
export type Connection = Answer<paths["/v1/connections"]["get"]>["data"][number];
export type PhoneNumber = components["schemas"]["Number"];
export type NumberOffer = components["schemas"]["NumberOffer"];
export type ConnectionHealth = Answer<paths["/v1/connections/{connectionId}/health"]["get"]>;
export type Member = Answer<paths["/v1/members"]["get"]>["data"][number];
export type Team = Answer<paths["/v1/teams"]["get"]>["data"][number];
export type View = Answer<paths["/v1/views"]["get"]>["data"][number];
export type FilterField = Answer<paths["/v1/filter-fields"]["get"]>["data"][number];
export type Filter = components["schemas"]["Filter"];
export type BulkAction = Answer<paths["/v1/bulk-actions"]["get"]>["data"][number];
export type BulkSelection =
  paths["/v1/bulk-actions"]["post"]["requestBody"]["content"]["application/json"]["selection"];
export type Tag = Answer<paths["/v1/tags"]["get"]>["data"][number];
export type Status = Answer<paths["/v1/statuses"]["get"]>["data"][number];
export type Channel = Answer<paths["/v1/channels"]["get"]>["data"][number];
export type Field = Answer<paths["/v1/fields"]["get"]>["data"][number];
export type FieldValues = Customer["fields"];
export type Correction = Answer<paths["/v1/conversations/{conversationId}/corrections"]["get"]>["data"][number];
export type MergePreview = Answer<paths["/v1/conversations/{conversationId}/merge-preview"]["get"]>;
export type SearchHit = Answer<paths["/v1/search"]["get"]>["data"][number];
export type Article = components["schemas"]["Article"];
export type ArticleLine = Answer<paths["/v1/articles/{articleId}/file"]["put"]>["lines"][number];
export type CannedReplyPage = Answer<paths["/v1/canned-replies"]["get"]>;
export type CannedReply = CannedReplyPage["data"][number];
export type Rule = components["schemas"]["Rule"];
export type RuleRun = components["schemas"]["RuleRun"];
export type RulePreview = components["schemas"]["RulePreview"];
export type RuleInput = Pick<Rule, "name" | "trigger" | "filter" | "words" | "steps">;
export type Role = Answer<paths["/v1/roles"]["get"]>["data"][number];
export type FilledInReply = Answer<paths["/v1/canned-replies/{cannedReplyId}/rendering"]["post"]>;
export type ShopAction = components["schemas"]["Action"];
export type ActionInput = components["schemas"]["ActionInput"];
export type ActionPolicy = components["schemas"]["ActionPolicy"];
export type PolicyRule = ActionPolicy["rules"][number];
/** What a canned reply or a rule does to one conversation. */
export type Step = CannedReply["steps"][number];
export type OfferedStep = FilledInReply["steps"][number];
export type ConversationStep = components["schemas"]["ConversationStep"];
