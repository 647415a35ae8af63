import { Text } from "@mantine/core";
import { Link } from "wouter";
import type { PhoneNumber } from "../api/types.ts";
import { spelled } from "../calls/call-words.ts";
import { usePhoneLines } from "../calls/use-calls.ts";
import { linePath } from "./paths.ts";

/** Numbers that answer calls here, of accounts that are connected for nothing else. */
export function OtherLines({ numbers }: { numbers: readonly PhoneNumber[] }) {
  const known = new Set(numbers.map(({ number }) => number));
  const others = (usePhoneLines().data ?? []).filter(({ number }) => !known.has(number));
  if (others.length === 0) return null;
  return (
    <section aria-label="Numbers for calls alone">
      <Text size="sm" fw={600}>
        Numbers for calls alone
      </Text>
      <ul>
        {others.map(({ id, name, number }) => (
          <li key={id}>
            <Link to={linePath(number)}>{name ? `${name}, ${spelled(number)}` : spelled(number)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
