import { ActionIcon, Menu, Text, Tooltip } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { spelled } from "./call-words.ts";
import { usePhone } from "./phone/phone-provider.tsx";
import { usePhoneLines } from "./use-calls.ts";
import { usePlaceCall } from "./use-place-call.ts";

/** Calls a customer's number; from which of the shop's numbers is asked where there are several. */
export function CallButton({ customerId, number }: { customerId: string; number: string }) {
  const { state } = usePhone();
  return state ? <Callable customerId={customerId} number={number} /> : null;
}

function Callable({ customerId, number }: { customerId: string; number: string }) {
  const { data: lines = [] } = usePhoneLines();
  const { place, placing, problem, mayCall } = usePlaceCall();
  if (lines.length === 0) return null;
  const call = (phoneLineId: string) => void place({ customerId, number, phoneLineId });
  const [only] = lines;
  const button = (
    <ActionIcon
      variant="subtle"
      size="sm"
      aria-label={`Call ${spelled(number)}`}
      loading={placing}
      disabled={!mayCall}
      {...(lines.length === 1 && only && { onClick: () => call(only.id) })}
    >
      <IconPhone size={15} />
    </ActionIcon>
  );
  return (
    <>
      {lines.length === 1 ? (
        <Tooltip label={`Call from ${only?.name || spelled(only?.number ?? "")}`} openDelay={300}>
          {button}
        </Tooltip>
      ) : (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Call from</Menu.Label>
            {lines.map(({ id, name, number: own }) => (
              <Menu.Item key={id} onClick={() => call(id)}>
                {name || spelled(own)}
                {name && (
                  <Text span size="xs" c="dimmed">
                    {" "}
                    {spelled(own)}
                  </Text>
                )}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {problem && (
        <Text size="xs" c="red" role="alert" style={{ gridColumn: "1 / -1", whiteSpace: "normal" }}>
          {problem}
        </Text>
      )}
    </>
  );
}
