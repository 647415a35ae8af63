import { type Language, languageOf } from "./languages.ts";
import type { Stream } from "./tables.ts";
import {
  accentedWords,
  addressTerm,
  contactTerms,
  isUnspaced,
  orderKey,
  pairsOf,
  phoneTerm,
  tokensOf,
} from "./tokens.ts";

/** What is written of one document. */
export interface Draft {
  id: string;
  stream: Stream;
  conversationId: string | null;
  customerId: string | null;
  kind: string | null;
  at: Date;
  /** Words by weight, folded, with spaces between. */
  title: string;
  names: string;
  body: string;
  /** Of the words; null: too short to tell. Names have none. */
  language: Language | null;
  /** Words whose accents matter to their stems. */
  accented: string;
  /** What it is found by besides its words: `tag:…`, `addr:…`. */
  terms: string[];
}

interface Party {
  address: string;
  name: string;
}

/** Characters of a text that are searched; what comes after is machine-made or quoted. */
const longestText = 50_000;
const mostWords = 8000;

export interface MessageSource {
  id: string;
  conversationId: string;
  customerId: string;
  kind: string;
  author: { name: string };
  from: Party | null;
  to: Party[];
  cc: Party[];
  subject: string;
  text: string;
  sentAt: Date;
  hasAttachments: boolean;
}

export function draftOfMessage(message: MessageSource): Draft {
  const { id, conversationId, customerId, kind, author, from, to, cc, subject, sentAt } = message;
  const text = ownWords(message.text);
  const senders = [from?.address ?? "", from?.name ?? "", author.name];
  const receivers = [...to, ...cc].slice(0, 50);
  return {
    ...{ id, stream: "message", conversationId, customerId, kind, at: sentAt },
    title: wordsOf(subject),
    names: wordsOf(senders.join(" ")),
    body: wordsOf(text),
    language: languageOf(`${subject}\n${text}`),
    accented: accentedWords(`${subject} ${text}`),
    terms: [
      `customer:${customerId}`,
      `is:${kind}`,
      ...(message.hasAttachments ? ["has:attachment"] : []),
      ...periodTerms(sentAt),
      ...partyTerms("from", senders),
      ...partyTerms(
        "to",
        receivers.flatMap(({ address, name }) => [address, name]),
      ),
      ...contactTerms(`${subject} ${text}`),
      ...singles(text),
    ],
  };
}

export interface ConversationSource {
  id: string;
  customerId: string;
  subject: string;
  customerName: string;
  folder: string;
  status: string;
  assigneeId: string | null;
  teamId: string | null;
  channel: string;
  priority: string;
  snoozedUntil: Date | null;
  lastMessageAt: Date;
  tagIds: string[];
}

/** Found by what it is: its words are those of its messages. */
export function draftOfConversation(row: ConversationSource): Draft {
  const { id, customerId, lastMessageAt } = row;
  return {
    ...{ id, stream: "conversation", conversationId: id, customerId, kind: null, at: lastMessageAt },
    ...{ title: "", names: "", body: "", language: null, accented: "" },
    terms: [
      "all",
      `customer:${customerId}`,
      `folder:${row.folder}`,
      `status:${row.status}`,
      `channel:${row.channel}`,
      `priority:${row.priority}`,
      `assignee:${row.assigneeId ?? "none"}`,
      ...(row.assigneeId ? ["assignee:any"] : []),
      `team:${row.teamId ?? "none"}`,
      ...row.tagIds.map((tagId) => `tag:${tagId}`),
      ...(row.snoozedUntil ? ["is:snoozed"] : []),
      ...partyTerms("customer", [row.customerName]),
    ],
  };
}

export interface CustomerSource {
  id: string;
  name: string;
  createdAt: Date;
  identities: { kind: string; value: string }[];
}

export function draftOfCustomer({ id, name, createdAt, identities }: CustomerSource): Draft {
  const contacts = identities.filter(({ kind }) => kind === "email" || kind === "phone");
  return {
    ...{ id, stream: "customer", conversationId: null, customerId: id, kind: null, at: createdAt },
    ...{ title: wordsOf(name), body: "", language: null, accented: "" },
    names: wordsOf(contacts.map(({ value }) => value).join(" ")),
    terms: [
      `customer:${id}`,
      ...contacts.flatMap(({ kind, value }) => (kind === "email" ? addressTerms(value) : (phoneTerm(value) ?? []))),
      ...singles(name),
    ],
  };
}

export interface OrderSource {
  id: string;
  customerId: string;
  customerName: string;
  name: string;
  placedAt: Date;
  lines: { title: string; variant: string | null }[];
  trackingNumbers: string[];
}

export function draftOfOrder(order: OrderSource): Draft {
  const { id, customerId, placedAt } = order;
  const titles = order.lines.map(({ title, variant }) => `${title} ${variant ?? ""}`).join("\n");
  return {
    ...{ id, stream: "order", conversationId: null, customerId, kind: null, at: placedAt },
    title: wordsOf(`${order.name} ${order.trackingNumbers.join(" ")}`),
    names: wordsOf(order.customerName),
    body: wordsOf(titles),
    language: languageOf(titles),
    accented: accentedWords(titles),
    terms: [`customer:${customerId}`, `order:${orderKey(order.name)}`, ...periodTerms(placedAt), ...singles(titles)],
  };
}

/** What somebody wrote, without the lines quoted from the message before. */
function ownWords(text: string): string {
  return text.slice(0, longestText).replace(/^>.*$/gm, "");
}

/** As the index has them: folded, and of scripts without spaces each two characters in a row. */
function wordsOf(text: string): string {
  const words: string[] = [];
  for (const { word } of tokensOf(text)) {
    if (words.length >= mostWords) break;
    if (isUnspaced(word)) words.push(...pairsOf(word));
    else words.push(word);
  }
  return words.join(" ");
}

/** Single characters of scripts in which one may be a word. */
function singles(text: string): string[] {
  return [...new Set(text.match(/\p{Script=Han}/gu) ?? [])].slice(0, 1000);
}

/** Who it is from or to: whole addresses, their domains, and the words of addresses and names. */
function partyTerms(field: "from" | "to" | "customer", values: readonly string[]): string[] {
  const given = values.filter((value) => value !== "");
  const addresses = given.filter((value) => value.includes("@"));
  const words = given.flatMap((value) => [...tokensOf(value)].map(({ word }) => `${field}:${word}`));
  const whole = addresses.flatMap((value) => addressTerms(value).map((term) => `${field}:${term}`));
  const anywhere = given.flatMap((value) => (value.includes("@") ? addressTerms(value) : (phoneTerm(value) ?? [])));
  const phones = given.flatMap((value) => phoneTerm(value) ?? []).map((term) => `${field}:${term}`);
  return [...new Set([...words, ...whole, ...phones, ...anywhere])];
}

function addressTerms(value: string): string[] {
  const domain = value.slice(value.lastIndexOf("@"));
  return [addressTerm(value), addressTerm(domain)];
}

/** The day's year and month, to narrow a search by time before any row is read. */
function periodTerms(at: Date): string[] {
  const day = at.toISOString();
  return [`year:${day.slice(0, 4)}`, `month:${day.slice(0, 7)}`];
}
