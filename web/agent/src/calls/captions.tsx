import { TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import classes from "./call-dock.module.css";
import type { Heard, Leg } from "./phone/softphone.ts";

const sounds: Partial<Record<Heard["kind"], string>> = { music: "♪", beep: "♪ beep", played: "♪" };

/** In the sandbox sound is text: what is heard is read, and what she says is typed. */
export function Captions({ leg, onSay }: { leg: Leg; onSay: (text: string) => void }) {
  const [text, setText] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const heard = leg.heard ?? [];
  const count = heard.length;
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  const say = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onSay(text.trim());
    setText("");
  };
  return (
    <form onSubmit={say} className={classes.captions}>
      <ol ref={list} aria-label="What is heard">
        {heard.map(({ at, kind, text: said }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are only ever added at the end
          <li key={`${at} ${n}`} data-kind={kind}>
            {sounds[kind] ?? ""} {said}
          </li>
        ))}
      </ol>
      <TextInput
        size="xs"
        aria-label="Say"
        placeholder={leg.isMuted ? "You are muted" : "Sandbox: type what you say"}
        disabled={leg.isMuted}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
    </form>
  );
}
