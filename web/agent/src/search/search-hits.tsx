import { IconMail, IconMessageCircle, IconPackage, IconPhone, IconUser } from "@tabler/icons-react";
import { Link } from "wouter";
import type { SearchHit } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { status } from "../customer/order-status.ts";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import { Marked } from "./marked.tsx";
import classes from "./search-hits.module.css";

interface Props {
  hits: readonly SearchHit[];
  /** The hit that Enter opens. */
  activeId: string | null;
  onPoint: (id: string) => void;
  onOpen: () => void;
}

const groups = [
  { type: "order", title: "Orders" },
  { type: "customer", title: "Customers" },
  { type: "conversation", title: "Conversations" },
] as const;

/** What was found, by what it is, in the order the arrows walk. */
export function inGroups(hits: readonly SearchHit[]): SearchHit[] {
  return groups.flatMap(({ type }) => hits.filter((hit) => hit.type === type));
}

export function SearchHits({ hits, ...pointing }: Props) {
  return (
    <div id="search-hits" role="listbox" aria-label="Results" className={classes.groups}>
      {groups.map(({ type, title }) => {
        const some = hits.filter((hit) => hit.type === type);
        if (some.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields
          <div key={type} role="group" aria-labelledby={`hits-${type}`} className={classes.group}>
            <h2 id={`hits-${type}`} className={classes.title}>
              {title}
            </h2>
            <div className={classes.rows}>
              {some.map((hit) => (
                <Hit key={hit.id} hit={hit} {...pointing} />
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** Where a hit leads; null: there is no conversation to open. */
export function pathOf(hit: SearchHit): string | null {
  if (hit.type === "conversation") return `/inbox/${hit.folder}/${hit.id}`;
  return hit.conversationId === null ? null : `/inbox/open/${hit.conversationId}`;
}

export const optionId = (id: string) => `hit-${id}`;

function Hit({ hit, activeId, onPoint, onOpen }: { hit: SearchHit } & Omit<Props, "hits">) {
  const path = pathOf(hit);
  const about = {
    id: optionId(hit.id),
    role: "option",
    "aria-selected": hit.id === activeId,
    tabIndex: -1,
    className: classes.row,
    "data-active": hit.id === activeId || undefined,
    onPointerMove: () => onPoint(hit.id),
  };
  const content = <Content hit={hit} />;
  if (path === null) return <div {...about}>{content}</div>;
  return (
    <Link href={path} {...about} onClick={onOpen}>
      {content}
    </Link>
  );
}

function Content({ hit }: { hit: SearchHit }) {
  if (hit.type === "order") return <OrderContent hit={hit} />;
  if (hit.type === "customer") return <CustomerContent hit={hit} />;
  if (hit.type === "conversation") return <ConversationContent hit={hit} />;
  return null;
}

function OrderContent({ hit }: { hit: Extract<SearchHit, { type: "order" }> }) {
  const { name, customer, lines, placedAt, totalMinor, currency, conversationId } = hit;
  const state = hit.cancelledAt ? "Cancelled" : status(hit.fulfillmentStatus ?? hit.financialStatus)?.label;
  return (
    <>
      <IconPackage size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <span className={classes.body}>
        <span className={classes.head}>
          <span className={classes.name}>
            <Marked text={name} />
          </span>
          <span className={classes.beside}>
            <Marked text={customer.name} />
          </span>
          {state && <span className={classes.badge}>{state}</span>}
        </span>
        <span className={classes.text}>
          <Marked text={lines} />
        </span>
        {conversationId === null && <span className={classes.hint}>No conversation with this customer yet</span>}
      </span>
      <span className={classes.end}>
        <Moment at={placedAt} />
        <span>{money(totalMinor, currency)}</span>
      </span>
    </>
  );
}

function CustomerContent({ hit }: { hit: Extract<SearchHit, { type: "customer" }> }) {
  return (
    <>
      <IconUser size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <span className={classes.body}>
        <span className={classes.head}>
          <span className={classes.name}>
            <Marked text={hit.name} />
          </span>
        </span>
        <span className={classes.contacts}>
          {hit.contacts.map(({ kind, value }) => {
            const Icon = kind === "email" ? IconMail : IconPhone;
            return (
              <span key={`${kind} ${value.map(({ text }) => text).join("")}`} className={classes.contact}>
                <Icon size={13} aria-hidden="true" />
                <span>
                  <Marked text={value} />
                </span>
              </span>
            );
          })}
        </span>
        {hit.conversationId === null && <span className={classes.hint}>No conversation yet</span>}
      </span>
    </>
  );
}

const folderLabel = {
  open: null,
  waiting: "Waiting",
  closed: "Closed",
  spam: "Spam",
  trash: "Trash",
  merged: "Merged",
} as const;
const kindLabel = { customer: null, reply: "Reply", note: "Note" } as const;

function ConversationContent({ hit }: { hit: Extract<SearchHit, { type: "conversation" }> }) {
  const { subject, channel, customer, folder, message, assigneeName, at } = hit;
  return (
    <>
      <IconMessageCircle size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
      <span className={classes.body}>
        <span className={classes.head}>
          <span className={classes.name}>
            {subject.length > 0 ? (
              <Marked text={subject} />
            ) : (
              <span className={classes.hint}>{titleOf({ subject: "", channel })}</span>
            )}
          </span>
          <span className={classes.beside}>
            <Marked text={customer.name} />
          </span>
          {folderLabel[folder] && <span className={classes.badge}>{folderLabel[folder]}</span>}
        </span>
        <span className={classes.text} data-kind={message.kind}>
          {kindLabel[message.kind] && <span className={classes.kind}>{kindLabel[message.kind]}</span>}
          <Marked text={message.snippet} />
        </span>
      </span>
      <span className={classes.end}>
        <Moment at={at} />
        {assigneeName && <span>{assigneeName}</span>}
      </span>
    </>
  );
}
