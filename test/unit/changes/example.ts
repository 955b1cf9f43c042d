import type { StageChanges } from "../../../lib/changes/index.ts";

/** A change of many sorts, such as a merge request shows it. */
export const example: StageChanges = {
  format: 1,
  stage: "prod",
  isChanged: true,
  counts: { create: 3, replace: 2, update: 1, delete: 3, unchanged: 41, unknown: 1 },
  warnings: [
    { kind: "data", place: "gitlab", text: "project old-shop is deleted with its repository" },
    {
      kind: "removal",
      place: "web1/blog",
      text: "stack web1/blog is removed; volume blog_data stays on web1",
    },
    { kind: "interruption", place: "web1/shop", text: "app stops, and worker with it" },
    { kind: "unknown", place: "web2", text: "web2 does not answer; web2/cache is left as it is" },
  ],
  servers: [],
  hosts: [
    {
      name: "web1",
      answers: true,
      changes: [],
      images: [{ kind: "image", name: "nginx:1.27", action: "create", why: [] }],
      stacks: [
        {
          id: "web1/blog",
          host: "web1",
          action: "delete",
          services: [
            {
              kind: "service",
              name: "blog",
              action: "delete",
              why: [],
              replicas: { before: 1, after: 0 },
              effect: {
                interruption: "ends",
                dependents: [],
                data: [{ volume: "blog_data", isAnonymous: false, fate: "left" }],
                text: "it ends; volume blog_data stays on web1",
              },
            },
          ],
          things: [{ kind: "network", name: "default", action: "delete", why: [] }],
          files: [],
          unchanged: 0,
        },
        {
          id: "web1/shop",
          host: "web1",
          action: "update",
          services: [
            {
              kind: "service",
              name: "app",
              action: "replace",
              why: [
                { what: "image", text: "image shop:2 → 3" },
                { what: "environment", text: "environment: DB_PASSWORD changed, PORT added" },
              ],
              replicas: { before: 1, after: 1 },
              effect: {
                interruption: "short",
                dependents: ["worker"],
                data: [{ volume: "shop_data", isAnonymous: false, fate: "stays" }],
                text: "short interruption, of worker too; volume shop_data stays",
              },
            },
            {
              kind: "service",
              name: "web",
              action: "replace",
              why: [{ what: "html/index.html", text: "html/index.html changed" }],
              replicas: { before: 2, after: 2 },
              effect: {
                interruption: "rolling",
                dependents: [],
                data: [],
                text: "no interruption: its 2 replicas are replaced one after another",
              },
            },
          ],
          things: [],
          files: [
            {
              path: "stacks/web1/shop/html/index.html",
              action: "update",
              services: ["web"],
              diff: "@@ -1,1 +1,1 @@\n-<h1>Shop</h1>\n+<h1>Our shop</h1>\n",
            },
            { path: "stacks/web1/shop/db-password", action: "update", services: ["app"], hidden: "secret" },
          ],
          unchanged: 3,
        },
      ],
    },
    {
      name: "web2",
      answers: false,
      changes: [],
      images: [],
      stacks: [
        {
          id: "web2/cache",
          host: "web2",
          action: "unknown",
          services: [],
          things: [],
          files: [],
          unchanged: 0,
        },
      ],
    },
  ],
  gitlab: {
    group: [],
    projects: [
      {
        name: "api",
        action: "update",
        why: [{ what: "description", text: "description changed" }],
        changes: [
          { kind: "variable", name: "DEPLOY_TOKEN", action: "create", why: [] },
          {
            kind: "protected branch",
            name: "main",
            action: "replace",
            why: [{ what: "push", text: "who may push: developer → maintainer" }],
          },
        ],
      },
      { name: "old-shop", action: "delete", why: [], changes: [] },
    ],
    runners: [],
    unchanged: 12,
  },
  others: [],
  messages: [
    {
      severity: "warning",
      text: "stacks/web1/shop/compose.yaml:4:5: services.app.image: shop:3 is in no registry",
    },
  ],
};

/** A preview that found nothing to do. */
export const unchanged: StageChanges = {
  format: 1,
  stage: "dev",
  isChanged: false,
  counts: { create: 0, replace: 0, update: 0, delete: 0, unchanged: 57, unknown: 0 },
  warnings: [],
  servers: [],
  hosts: [],
  gitlab: { group: [], projects: [], runners: [], unchanged: 30 },
  others: [],
  messages: [],
};
