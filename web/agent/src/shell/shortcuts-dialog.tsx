import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { Fragment } from "react";
import classes from "./shortcuts-dialog.module.css";

const sections: { title: string; keys: [string[], string][] }[] = [
  {
    title: "Move",
    keys: [
      [["j", "↓"], "Next conversation"],
      [["k", "↑"], "Previous conversation"],
      [["Enter"], "Open it"],
      [["/"], "Search"],
      [["g", "o"], "Open conversations"],
      [["g", "m"], "Mine"],
      [["g", "u"], "Unassigned"],
      [["g", "w"], "Waiting"],
      [["g", "c"], "Closed"],
      [["g", "s"], "Spam"],
      [["g", "t"], "Trash"],
      [["g", "e"], "My teams"],
      [["g", "p"], "Teams and their people"],
      [["g", "v"], "Views"],
      [["g", "r"], "Canned replies"],
      [["g", "k"], "Knowledge"],
      [["g", "i"], "Tags"],
      [["g", "a"], "Statuses"],
      [["g", "f"], "Fields"],
      [["g", "h"], "Shops"],
      [["g", "n"], "Notifications"],
      [["g", "y"], "Approvals; a approves, d declines"],
      [["g", "l"], "Audit log, for owners and admins"],
    ],
  },
  {
    title: "Choose several",
    keys: [
      [["x"], "Choose, or take out"],
      [["Shift", "j", "k"], "Choose on; also with ↓ and ↑"],
      [["Ctrl", "a"], "Choose the whole list"],
      [["e", "t", "a", "l", "s", "z", "!", "#"], "As for one, for all that are chosen"],
      [["."], "Everything else that can be done"],
      [["Esc"], "Choose none"],
      [["Z"], "Undo the last bulk action"],
      [["R"], "What came of it, one by one"],
      [["g", "b"], "Bulk actions of yours"],
    ],
  },
  {
    title: "Answer",
    keys: [
      [["r"], "Write a reply"],
      [["n"], "Write a note"],
      [["/"], "Canned reply, at the beginning of a word"],
      [["@"], "Name a member or a team in a note"],
      [["Ctrl", "Enter"], "Send"],
      [["Ctrl", "Shift", "Enter"], "Send later"],
      [["Z"], "Undo what was just sent; also Ctrl Z where there is no text"],
      [["Ctrl", "Shift", "A"], "Attach files"],
      [["Esc"], "Leave the text, it is kept"],
    ],
  },
  {
    title: "On the phone, also while you write",
    keys: [
      [["Alt", "A"], "Accept the call"],
      [["Alt", "X"], "Decline, or hang up"],
      [["Alt", "O"], "Open its conversation"],
      [["Alt", "H"], "Hold, and back"],
      [["Alt", "M"], "Mute, and back"],
      [["g", "d"], "Who waits, and another number"],
    ],
  },
  {
    title: "Orders",
    keys: [
      [["o"], "Go to the orders; arrows from one to the next"],
      [["d"], "What can be done with an order"],
      [["D"], "Discount code, draft order and more for the customer"],
      [["i"], "Insert the newest code or link into the reply"],
      [["h"], "The customer’s page"],
    ],
  },
  {
    title: "Decide",
    keys: [
      [["e"], "Close or reopen"],
      [["t"], "Take it, if nobody has it"],
      [["a"], "Assign to a member or a team"],
      [["l"], "Tags"],
      [["f"], "Follow or leave"],
      [["u"], "Mark as unread"],
      [["s"], "Status, if you have your own"],
      [["m"], "Merge, split or link"],
      [["M"], "Make one of two customers, where that is proposed"],
      [["z"], "Snooze, priority and more"],
      [["!"], "Spam or not spam"],
      [["#"], "Trash or restore"],
      [["X"], "Erase the customer everywhere, for owners and admins"],
      [["?"], "This list"],
    ],
  },
];

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="xl" centered>
      <div className={classes.columns}>
        {sections.map(({ title, keys }) => (
          <section key={title} className={classes.section}>
            <Text size="xs" fw={600} c="dimmed" mb={6}>
              {title}
            </Text>
            <Stack gap={7}>
              {keys.map(([combination, meaning]) => (
                <Group key={meaning} justify="space-between" wrap="nowrap">
                  <Text size="sm">{meaning}</Text>
                  <Group gap={5} wrap="nowrap">
                    {combination.map((key) => (
                      <Fragment key={key}>
                        <Kbd size="sm">{key}</Kbd>
                      </Fragment>
                    ))}
                  </Group>
                </Group>
              ))}
            </Stack>
          </section>
        ))}
      </div>
    </Modal>
  );
}
