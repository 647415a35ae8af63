// Who may import whom: docs/ARCHITECTURE.md, "Who may import whom". Type-only imports count: knowing a type is knowing.
const packages = (names) => `(^|/)node_modules/(${names.join("|")})(/|$)`;

/** Lets `from` import of this repository only what `allowed` names; `$1` is the group captured in `from`. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: "^(src|workers|sandbox|web|scripts|test|bench|proof|evals)/", pathNot: allowed },
});

const never = (name, from, to) => ({ name, severity: "error", from, to });

module.exports = {
  forbidden: [
    only("platform-knows-no-product", "^src/platform/", ["^src/platform/"]),
    only("config-reads-platform", "^src/config\\.ts$", ["^src/platform/", "^src/integrations/[^/]+/config\\.ts$"]),
    only("domain-is-the-product", "^src/domain/", ["^src/platform/", "^src/domain/"]),
    only("an-integration-knows-its-provider-only", "^src/integrations/([^/]+)/", [
      "^src/platform/",
      "^src/integrations/contract[a-z-]*\\.ts$",
      "^src/integrations/$1/",
    ]),
    only("the-list-of-integrations", "^src/integrations/[^/]+\\.ts$", ["^src/platform/", "^src/integrations/"]),
    only("inbound-outbound-and-ai-stand-side-by-side", "^src/(inbound|outbound|ai)/", [
      "^src/platform/",
      "^src/domain/",
      "^src/integrations/",
      "^src/$1/",
    ]),
    only("realtime-shows-the-domain", "^src/realtime/", ["^src/platform/", "^src/domain/", "^src/realtime/"]),
    only("api-is-a-door-into-the-domain", "^src/api/", [
      "^src/platform/",
      "^src/config\\.ts$",
      "^src/domain/",
      "^src/integrations/",
      "^src/inbound/",
      "^src/api/",
    ]),
    only("server-is-the-web-process", "^src/server\\.ts$", ["^src/"]),
    only("workers-run-the-product", "^workers/", ["^src/", "^workers/"]),
    only("the-sandbox-does-not-know-who-calls", "^sandbox/", ["^src/platform/", "^sandbox/"]),
    only("web-talks-through-the-api", "^web/([^/]+)/", ["^web/$1/"]),

    never("nobody-imports-a-process", { path: "^(src|workers|sandbox|web)/" }, { path: "^src/server\\.ts$" }),
    never("nobody-imports-workers", { path: "^(src|sandbox|web)/" }, { path: "^workers/" }),
    never(
      "domain-by-its-doors",
      { pathNot: "^(src/domain|test|scripts|bench|proof|evals)/" },
      { path: "^src/domain/", pathNot: "^src/domain/[^/]+/index\\.ts$" },
    ),
    never(
      "a-noun-by-its-door",
      { path: "^src/domain/([^/]+)/" },
      { path: "^src/domain/", pathNot: ["^src/domain/$1/", "^src/domain/[^/]+/(index|tables)\\.ts$"] },
    ),
    never(
      "tables-of-others-only-for-keys-and-queries",
      { path: "^src/domain/([^/]+)/", pathNot: "/(tables|queries)\\.ts$" },
      { path: "^src/domain/[^/]+/tables\\.ts$", pathNot: "^src/domain/$1/" },
    ),
    never(
      "integrations-by-their-list",
      { path: "^(src|workers)/", pathNot: "^src/(integrations/|config\\.ts|server\\.ts)" },
      { path: "^src/integrations/[^/]+/" },
    ),
    never(
      "inbound-from-webhooks-and-files-only",
      { path: "^src/api/", pathNot: "^src/api/(webhooks|files)\\.ts$" },
      { path: "^src/inbound/" },
    ),

    never(
      "domain-calls-nobody",
      { path: "^src/domain/" },
      {
        path: [
          packages(["@?express[^/]*", "bullmq", "ioredis", "@?socket\\.io[^/]*", "passport[^/]*", "undici"]),
          packages(["@googleapis", "google-auth-library", "@shopify", "openai", "nodemailer", "postal-mime"]),
          "^(node:)?(http|https|http2|net|tls)$",
        ],
      },
    ),
    never(
      "integrations-know-no-database",
      { path: "^src/integrations/" },
      { path: packages(["drizzle-orm", "postgres", "pg", "bullmq", "ioredis", "express", "socket\\.io"]) },
    ),
    never(
      "http-leaves-through-one-client",
      { path: "^src/", pathNot: "^src/platform/http-client\\.ts$" },
      { path: packages(["undici", "axios", "got", "node-fetch", "superagent"]) },
    ),
    never("product-needs-no-dev-tool", { path: "^(src|workers)/" }, { dependencyTypes: ["npm-dev"] }),
    never(
      "every-folder-has-a-rule",
      {
        path: "^src/",
        pathNot: "^src/((platform|domain|integrations|inbound|outbound|ai|realtime|api)/|(server|config)\\.ts$)",
      },
      {},
    ),
    never("every-import-resolves", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json", ".css"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "require", "types"],
    },
  },
};
