import { join } from "node:path";
import { cacheDir } from "../setup/places.ts";

/** What only tests need, for every checkout of this user. */
export const testDir = join(cacheDir, "test");
