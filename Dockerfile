# One image, many roles. The command chooses: web, worker, or both; migrations run as
# `node scripts/provision.ts`.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# The browser client is built here and only its output is kept.
FROM packages AS web
COPY patches patches
RUN npm install --no-save --ignore-scripts && npx patch-package --error-on-fail
COPY web web
COPY scripts scripts
RUN npx vite build web/agent && node scripts/reference.ts

# What the server needs at run time. Optional packages are the bundled Node and PostgreSQL of `npm start`.
FROM packages AS server
RUN npm install --no-save --ignore-scripts --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=server /app/node_modules node_modules
# What is mended by patches/ (docs/adr/0012, 0013).
COPY --from=web /app/node_modules/postgres node_modules/postgres
COPY --from=web /app/node_modules/drizzle-orm/package.json node_modules/drizzle-orm/package.json
COPY package.json ./
COPY drizzle drizzle
COPY scripts scripts
COPY src src
COPY workers workers
COPY --from=web /app/web/agent/dist web/agent/dist
COPY --from=web /app/web/reference/dist web/reference/dist
RUN mkdir -p /var/lib/parley/files && chown -R node:node /var/lib/parley
USER node
EXPOSE 3000
# The exec form makes node process 1, which receives SIGTERM; `init: true` or `docker run --init` collects zombies.
ENTRYPOINT ["node", "scripts/serve.ts"]
CMD ["web", "worker"]
