import { Button, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { answer, api } from "../api/client.ts";
import { sentence } from "../api/problem.ts";
import type { Call } from "../api/types.ts";
import classes from "./call-entry.module.css";
import { clockOf } from "./call-words.ts";

interface Props {
  recording: Call["recordings"][number];
  /** What was said in the call stands below. */
  hasLines: boolean;
}

/** What was recorded of a call, to be heard, and what was said in a message, or why nothing is known of it. */
export function Recording({ recording, hasLines }: Props) {
  const { kind, transcript } = recording;
  const isVoicemail = kind === "voicemail";
  return (
    <div className={classes.recording}>
      <Player recording={recording} name={isVoicemail ? "Voicemail" : "Recording"} />
      {transcript && <p className={classes.transcript}>{transcript}</p>}
      {!transcript && (isVoicemail || !hasLines) && (
        <Text size="xs" className={classes.quiet}>
          {silentWords(recording)}
        </Text>
      )}
    </div>
  );
}

/** Why no words stand there. */
function silentWords({ transcript, isTranscribed }: Props["recording"]): string {
  if (!isTranscribed) return "What was said is being written down…";
  return transcript === "" ? "Nothing was said." : "What was said could not be written down.";
}

interface PlayerProps {
  recording: Call["recordings"][number];
  name: string;
}

/** The sound is fetched when somebody wants to hear it: its address is good for some minutes only. */
function Player({ recording: { attachmentId, problem: lost, durationSeconds }, name }: PlayerProps) {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (attachmentId === null) {
    return (
      <Text size="xs" className={classes.quiet}>
        {lost === null ? `${name} is being fetched…` : `${name} is lost: ${lost}`}
      </Text>
    );
  }
  const play = async () => {
    setProblem(null);
    try {
      const params = { path: { attachmentId } };
      setUrl((await answer(api.GET("/v1/attachments/{attachmentId}", { params }))).url);
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  if (url !== null) {
    const failed = () => {
      setUrl(null);
      setProblem("It cannot be played: try again, or save the file.");
    };
    // biome-ignore lint/a11y/useMediaCaption: what was said stands below, where it is known
    return <audio controls autoPlay src={url} aria-label={name} onError={failed} />;
  }
  return (
    <>
      <Button size="compact-sm" variant="light" leftSection={<IconPlayerPlay size={15} />} onClick={() => void play()}>
        Play {name.toLowerCase()}
        {durationSeconds !== null && ` (${clockOf(durationSeconds * 1000)})`}
      </Button>
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
