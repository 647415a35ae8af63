import { useInViewport } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Message } from "../api/types.ts";
import { MarkedText } from "../mentions/marked-text.tsx";
import { HtmlFrame } from "./html-frame.tsx";
import classes from "./message-body.module.css";
import { PlainText } from "./plain-text.tsx";
import { readLook } from "./read-look.ts";

/** Most mail is plain text in HTML clothes and reads best as text; mail with a look of its own is shown with it. */
export function MessageBody({ message }: { message: Message }) {
  if (message.mentions.length > 0) {
    const names = message.mentions.map(({ name }) => name);
    return (
      <div className={classes.text}>
        <MarkedText text={message.text} names={names} />
      </div>
    );
  }
  return message.hasHtml ? <FormattedBody message={message} /> : <PlainText text={message.text} />;
}

function FormattedBody({ message }: { message: Message }) {
  const { ref, inViewport } = useInViewport();
  const [near, setNear] = useState(false);
  const [chosen, setChosen] = useState<"text" | "formatted" | null>(null);
  const [images, setImages] = useState<"blocked" | "shown">("blocked");
  useEffect(() => setNear((was) => was || inViewport), [inViewport]);
  const html = useQuery({
    queryKey: keys.html(message.id, images),
    queryFn: () => readHtml(message.id, images),
    enabled: near,
    placeholderData: (before) => before,
  });
  const look = html.data ? readLook(html.data.html) : null;
  const formatted = chosen ? chosen === "formatted" : (look?.rich ?? false) || message.text.trim() === "";
  const blocked = images === "blocked" ? (html.data?.blockedImages ?? 0) : 0;
  return (
    <div ref={ref}>
      {formatted && html.data && look ? (
        <HtmlFrame html={html.data.html} images={images} heightPx={look.heightPx} from={message.author.name} />
      ) : (
        <PlainText text={message.text} />
      )}
      <div className={classes.views}>
        {formatted && blocked > 0 && (
          <button type="button" className={classes.view} onClick={() => setImages("shown")}>
            Show images ({blocked})
          </button>
        )}
        <button type="button" className={classes.view} onClick={() => setChosen(formatted ? "text" : "formatted")}>
          {formatted ? "Show as plain text" : "Show original formatting"}
        </button>
      </div>
    </div>
  );
}

function readHtml(messageId: string, images: "blocked" | "shown") {
  return answer(api.GET("/v1/messages/{messageId}/html", { params: { path: { messageId }, query: { images } } }));
}
