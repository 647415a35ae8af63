import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import classes from "./text-counter.module.css";

/** What carriers take in one go. */
export const longestText = 1600;

/** How long a text is and in how many segments it travels: what it costs. */
export function TextCounter({ body }: { body: string }) {
  const [settled] = useDebouncedValue(body.trim(), 250);
  const { data } = useQuery({
    queryKey: keys.segments(settled),
    queryFn: () => answer(api.POST("/v1/sms/segments", { body: { body: settled, smart: true } })),
    enabled: settled !== "" && settled.length <= 20_000,
    placeholderData: keepPreviousData,
  });
  const { length } = body.trim();
  const isTooLong = length > longestText;
  return (
    <span className={classes.counter} data-wrong={isTooLong || undefined} role="status" aria-label="Length of the text">
      {length} / {longestText}
      {data && settled !== "" && (
        <span title={reasonOf(data)}>
          {" · "}
          {data.segments === 1 ? "1 segment" : `${data.segments} segments`}
          {data.encoding === "UCS-2" && " (Unicode)"}
        </span>
      )}
    </span>
  );
}

function reasonOf({ encoding, outsideGsm, unitsLeft }: { encoding: string; outsideGsm: string[]; unitsLeft: number }) {
  const room = `${unitsLeft} more fit into the last one.`;
  if (encoding === "GSM-7") return room;
  return `${outsideGsm.slice(0, 8).join(" ")} make a segment hold 70 characters instead of 160. ${room}`;
}
