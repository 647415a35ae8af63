import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.PARLEY_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The server's content policy allows no data: assets.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    port: 5173,
    proxy: { "/v1": server, "/socket.io": { target: server, ws: true } },
  },
});
