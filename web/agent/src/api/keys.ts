/** The names under which answers are kept, in one place so that events can find them. */
export const keys = {
  session: ["session"],
  members: ["members"],
  connections: ["connections"],
  lists: ["conversations", "list"],
  list: (tab: string) => ["conversations", "list", tab],
  conversation: (id: string) => ["conversations", "one", id],
  messages: (conversationId: string) => ["messages", conversationId],
  html: (messageId: string, images: "blocked" | "shown") => ["html", messageId, images],
  recipients: (conversationId: string) => ["recipients", conversationId],
  draft: (conversationId: string) => ["draft", conversationId],
  runs: (conversationId: string) => ["runs", conversationId],
  customer: (id: string) => ["customer", id],
  orders: (customerId: string) => ["orders", customerId],
} as const;
