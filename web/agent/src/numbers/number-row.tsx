import { Badge, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { PhoneNumber } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { linePath } from "../lines/paths.ts";
import { useMay } from "../session/session.tsx";
import shops from "../shops/shops-page.module.css";
import { useReleaseNumber, useSetUpNumber } from "./use-numbers.ts";
import { abilities, kinds, spoken, standing } from "./wording.ts";

export function NumberRow({ number }: { number: PhoneNumber }) {
  const mayManage = useMay("connections:manage");
  const [releasing, setReleasing] = useState(false);
  const setUp = useSetUpNumber(number.id);
  const { words, color } = standing(number);
  const isHere = number.state === "active";
  const { monthlyPrice } = number;
  return (
    <li className={shops.entry} aria-label={spoken(number.number)}>
      <div className={shops.head}>
        <div>
          <Text fw={500}>{spoken(number.number)}</Text>
          <Text size="xs" c="dimmed">
            {[kinds[number.kind], abilities(number)].filter(Boolean).join(" · ")}
            {monthlyPrice && ` · ${money(monthlyPrice.amountMinor, monthlyPrice.currency)} a month`}
          </Text>
        </div>
        <Badge color={color} variant="light" tt="none">
          {words}
        </Badge>
      </div>
      {number.waiting > 0 && (
        <Text size="sm">
          {number.waiting === 1 ? "1 text waits" : `${number.waiting} texts wait`} for carriers to let it send.
        </Text>
      )}
      {number.stateReason && <Text size="sm">{number.stateReason}.</Text>}
      {isHere &&
        number.lacks.map(({ code, message }) => (
          <Text key={code} size="sm">
            {message}.
          </Text>
        ))}
      {mayManage && isHere && (
        <Group gap="xs">
          {number.calls && (
            <Button
              component={Link}
              href={linePath(number.number)}
              size="compact-xs"
              variant="default"
              aria-label={`How ${spoken(number.number)} answers calls`}
            >
              How it answers calls…
            </Button>
          )}
          {!number.isSetUp && (
            <Button
              size="compact-xs"
              aria-disabled={setUp.isPending || setUp.isSuccess}
              onClick={() => setUp.isPending || setUp.isSuccess || setUp.mutate()}
            >
              {setUp.isSuccess ? "Being set up…" : "Set it up"}
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setReleasing(true)}>
            Give back…
          </Button>
        </Group>
      )}
      {setUp.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(setUp.error)}
        </Text>
      )}
      {releasing && <ReleaseDialog number={number} onClose={() => setReleasing(false)} />}
    </li>
  );
}

function ReleaseDialog({ number, onClose }: { number: PhoneNumber; onClose: () => void }) {
  const release = useReleaseNumber(number.id);
  return (
    <Modal opened onClose={onClose} title={`Give ${spoken(number.number)} back?`} size="sm" centered>
      <Stack gap="sm">
        <Text size="sm">
          Customers can no longer text or call it, and somebody else may get it. It costs nothing from then on.
          Conversations stay.
        </Text>
        {release.error && (
          <Text role="alert" size="sm" c="red">
            {sentence(release.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            aria-disabled={release.isPending}
            onClick={() => release.isPending || release.mutate(undefined, { onSuccess: onClose })}
          >
            Give it back
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
