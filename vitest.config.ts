import { defineConfig } from "vitest/config";
import LongestFirst from "./test/longest-first.ts";

/** What a test may take that says nothing else: a slow machine needs many times what a fast one does. */
const patience = 60_000;

/** Tests of what turns data into data share a process and its modules: loading them would take longer than the tests. */
const shared = [
  "adoption",
  "bench",
  "changes",
  "cli",
  "comparison",
  "compose",
  "credentials",
  "docker",
  "docs",
  "gitlab",
  "heal",
  "images",
  "locks",
  "notice",
  "parity",
  "pipelines",
  "plan",
  "policy",
  "problems",
  "review",
  "scripts",
  "settings",
  "stacks",
  "standin",
  "state",
  "status",
  "support",
];
const pure = `test/unit/{${shared}}/**/*.test.ts`;

export default defineConfig({
  test: {
    testTimeout: patience,
    hookTimeout: patience,
    expect: { poll: { interval: 200, timeout: patience / 2 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "pure", include: [pure], isolate: false } },
      { extends: true, test: { name: "others", include: ["test/**/*.test.ts"], exclude: [pure] } },
    ],
  },
});
