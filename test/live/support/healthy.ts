import { setTimeout as sleep } from "node:timers/promises";
import { docker } from "./command.ts";

/**
 * Runs the health check of the components in a container until it succeeds, for about a minute. Docker takes connections to a
 * published port before the service answers, and resets them.
 */
export async function healthy(container: string, check: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await docker("exec", container, ...check);
      return;
    } catch (error) {
      if (attempt === 240) throw error;
      await sleep(250);
    }
  }
}
