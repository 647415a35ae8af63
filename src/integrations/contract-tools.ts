/** What lets us in at a tool server. Every value in it is secret, names are not. */
export type ToolCredentials =
  | { type: "bearer"; token: string }
  | { type: "basic"; user: string; password: string }
  | { type: "header"; name: string; value: string }
  | { type: "query"; name: string; value: string };

/** Something a server can do, as it describes it: cleaned and cut, because it is a stranger's text. */
export interface OfferedTool {
  /** Its own name for it, the same from one reading to the next: "GET /orders/{id}". */
  key: string;
  title: string;
  description: string;
  /** JSON Schema of an object, without references. */
  schema: Record<string, unknown>;
  /** It says that it changes nothing. */
  isRead: boolean;
  /** What `call` finds it by; nobody else reads it. */
  operation: Record<string, unknown>;
}

export interface Offer {
  title: string;
  /** Where calls go, and nowhere else. */
  baseUrl: string;
  tools: OfferedTool[];
  /** What cannot be offered, each with the reason. */
  leftOut: string[];
}

/** Where a description is read. */
export interface ToolSourcePlace {
  url: string | null;
  /** In place of what stands at the address. */
  document: string | null;
  /** In place of what the document says. */
  baseUrl: string | null;
  credentials: ToolCredentials | null;
}

export interface ToolCall {
  baseUrl: string;
  credentials: ToolCredentials | null;
  operation: Record<string, unknown>;
  args: Record<string, unknown>;
  /** The same call has the same one; null: it changes nothing. */
  onceKey: string | null;
}

/** What was sent and what came back, both without secrets. */
export interface ToolAnswer {
  sent: { method: string; address: string; body: unknown };
  /** Of HTTP; null when there was no answer. */
  status: number | null;
  /** Cut to what a model can read. */
  output: unknown;
  /** Null: it went well. */
  error: string | null;
  /** It failed, and may have been done all the same. */
  isOutcomeUnknown: boolean;
}

/** A kind of server whose operations can be used as tools. */
export interface ToolServer {
  /** @throws AppError("invalid_input") that says what is wrong with it; ProviderRejected; ProviderUnavailable. */
  read(place: ToolSourcePlace): Promise<Offer>;
  /** What fails is an answer too. */
  call(call: ToolCall): Promise<ToolAnswer>;
}
