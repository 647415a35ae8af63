import { Button, Text } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import classes from "../settings/side-list.module.css";
import { type Kind, Kinds } from "./kinds.tsx";

interface Row {
  id: string;
  name: string;
  quiet: ReactNode;
}

/** A list of one kind, in the form of the articles’. */
export function SideList(list: {
  kind: Kind;
  path: string;
  label: string;
  rows: readonly Row[] | undefined;
  error: unknown;
  nothing: string;
  selectedId: string | undefined;
  mayAdd: boolean;
}) {
  const [, go] = useLocation();
  return (
    <div className={classes.pane}>
      <Link to="/inbox/open" className={classes.back}>
        <IconArrowLeft size={15} aria-hidden="true" /> Inbox
      </Link>
      <div className={classes.head}>
        <h1 className={classes.title}>Knowledge</h1>
        {list.mayAdd && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => go(`${list.path}/new`)}>
            New
          </Button>
        )}
      </div>
      <Kinds kind={list.kind} />
      <ul className={classes.rows} aria-label={list.label}>
        {Boolean(list.error) && <Said>{sentence(list.error)}</Said>}
        {list.rows?.length === 0 && <Said>{list.nothing}</Said>}
        {list.rows?.map(({ id, name, quiet }) => (
          <li key={id}>
            <Link
              to={`${list.path}/${id}`}
              className={classes.row}
              aria-current={id === list.selectedId ? "true" : undefined}
            >
              <span className={classes.name}>{name}</span>
              <span className={classes.quiet}>{quiet}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Said({ children }: { children: string }) {
  return (
    <li className={classes.empty}>
      <Text size="sm" c="dimmed" role="status">
        {children}
      </Text>
    </li>
  );
}
