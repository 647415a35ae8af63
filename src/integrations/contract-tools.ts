/** What lets us in at a tool server. Every value in it is secret, names are not. */
export type ToolCredentials =
  | { type: "bearer"; token: string }
  | { type: "basic"; user: string; password: string }
  | { type: "header"; name: string; value: string }
  | { type: "query"; name: string; value: string }
  | OAuthCredentials;

/** What a person who logged in at the server brought back. */
export interface OAuthCredentials {
  type: "oauth";
  /** Null: nobody is logged in there. */
  access: string | null;
  refresh: string | null;
  /** ISO; null: it does not say. */
  endsAt: string | null;
  /** Where one logs in, and as which client; only the adapter reads it. */
  home: Record<string, unknown>;
}

/** What lets us in, and who keeps it alive. */
export interface ToolAccess {
  credentials: ToolCredentials | null;
  /** Has the tokens that follow the spent ones, asked for by one caller at a time. */
  replace?: (
    spent: OAuthCredentials,
    ask: (stored: OAuthCredentials) => Promise<OAuthCredentials>,
  ) => Promise<OAuthCredentials>;
}

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
export interface ToolSourcePlace extends ToolAccess {
  url: string | null;
  /** In place of what stands at the address. */
  document: string | null;
  /** In place of what the document says. */
  baseUrl: string | null;
}

export interface ToolCall extends ToolAccess {
  baseUrl: string;
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
  /**
   * @throws AppError("invalid_input") that says what is wrong with it; ProviderRejected, of which LoginNeeded says where
   *   a person can log in; ProviderUnavailable.
   */
  read(place: ToolSourcePlace): Promise<Offer>;
  /** What fails is an answer too. */
  call(call: ToolCall): Promise<ToolAnswer>;
  /** Absent: no person ever logs in there. */
  login?: ToolLogin;
}

/** The way of a person's browser to the server's own login, and back. */
export interface ToolLogin {
  /**
   * @param client as which we come, where the server gives out no client ids by itself.
   * @throws AppError("invalid_input") when one is needed; ProviderRejected; ProviderUnavailable.
   */
  begin(asked: {
    credentials: OAuthCredentials;
    client: { id: string; secret: string | null } | null;
    callbackPath: string;
    state: string;
  }): Promise<{ url: string; credentials: OAuthCredentials; verifier: string }>;
  /** @throws ProviderRejected, also when another server answers than the one that was asked; ProviderUnavailable. */
  complete(answer: {
    credentials: OAuthCredentials;
    verifier: string;
    callbackPath: string;
    query: URLSearchParams;
  }): Promise<OAuthCredentials>;
}
