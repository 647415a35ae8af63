import { Button, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import classes from "./shops-page.module.css";
import { useConnectShop } from "./use-shops.ts";

/** Names a shop and goes to Shopify, where its owner agrees. */
export function ConnectShop({ isFirst }: { isFirst: boolean }) {
  const [written, setWritten] = useState("");
  const connect = useConnectShop();
  const isLeaving = connect.isPending || connect.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (written.trim() && !isLeaving) connect.mutate(written);
  };
  return (
    <form onSubmit={submit} aria-label="Connect a shop">
      <div className={classes.connect}>
        <TextInput
          className={classes.grow}
          label={isFirst ? "Your first shop" : "Another shop"}
          placeholder="nordlys.myshopify.com"
          autoComplete="off"
          spellCheck={false}
          autoFocus={isFirst}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconPlus size={16} />} aria-disabled={isLeaving || !written.trim()}>
          {isLeaving ? "Going to Shopify…" : "Connect at Shopify"}
        </Button>
      </div>
      {connect.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(connect.error)}
        </Text>
      )}
    </form>
  );
}
