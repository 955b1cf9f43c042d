import { type Engine, EngineError } from "./client.ts";

interface DiskUsage {
  readonly Volumes: readonly { Name: string; UsageData?: { Size: number } | null }[] | null;
}

/** An engine adds up all files, so the question is given up early. Milliseconds. */
const patience = 3_000;

/** Bytes by name of an engine's volumes; none where it does not say them soon. */
export async function volumeSizes(engine: Engine): Promise<ReadonlyMap<string, number>> {
  try {
    const usage = (await engine.request("GET", "/system/df", { timeout: patience })) as DiskUsage;
    return new Map(
      (usage.Volumes ?? []).flatMap(({ Name, UsageData }) =>
        // Plugins answer with -1.
        UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : [],
      ),
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return new Map();
  }
}
