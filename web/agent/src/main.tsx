import "@mantine/core/styles.css";
import "./shell/global.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.ts";
import { App } from "./app.tsx";
import { GuardedRouter } from "./shell/leave-guard.tsx";
import { theme } from "./shell/theme.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={createQueryClient()}>
        <GuardedRouter>
          <App />
        </GuardedRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
