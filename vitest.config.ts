import { defineConfig } from "vitest/config";
import LongestFirst from "./test/longest-first.ts";

/** What a test may take that says nothing else: a slow machine needs many times what a fast one does. */
const patience = 60_000;

export default defineConfig({
  test: {
    testTimeout: patience,
    hookTimeout: patience,
    expect: { poll: { interval: 200, timeout: patience / 2 } },
    sequence: { sequencer: LongestFirst },
  },
});
