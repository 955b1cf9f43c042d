import { type Engine, EngineError } from "./client.ts";

interface DiskUsage {
  readonly Volumes: readonly { Name: string; UsageData?: { Size: number } | null }[] | null;
}

/** Milliseconds to wait for the answer. An engine reads all files to add up their sizes, which can take long. */
const patience = 3_000;

/** Sizes of an engine's volumes in bytes, by name. Empty if the engine does not answer in time. */
export async function volumeSizes(engine: Engine): Promise<ReadonlyMap<string, number>> {
  try {
    const usage = (await engine.request("GET", "/system/df", { timeout: patience })) as DiskUsage;
    return new Map(
      (usage.Volumes ?? []).flatMap(({ Name, UsageData }) =>
        // Plugins answer -1.
        UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : [],
      ),
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return new Map();
  }
}
