import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";

/** Tells whether an end of a container comes from the engine's last start, in milliseconds of the engine's own clock. */
export type EndedWithEngine = (container: InspectedContainer) => boolean;

/** Milliseconds that a machine may be down between the end of its containers and the engine's next start. */
const longestDown = 10 * 60_000;
/** Milliseconds in which an engine ends what its predecessor left running. */
const atStart = 15_000;
/** Milliseconds between the ends of containers that an engine stops together, beyond their grace period. */
const together = 2_000;

/**
 * An engine creates its network `bridge` anew when it starts, which tells the time. Containers that it has started again tell
 * when its predecessor stopped: they ended then.
 */
export function endedWithEngine({ networks, inspected }: EngineSnapshot): EndedWithEngine {
  const start = Date.parse(networks.find(({ Name }) => Name === "bridge")?.Created ?? "");
  if (Number.isNaN(start)) return () => false;
  const isShortBefore = (time: number) => time <= start && time > start - longestDown;
  const ends = [...inspected.values()].flatMap(({ State }) => {
    const ended = Date.parse(State.FinishedAt);
    return State.Running && Date.parse(State.StartedAt) > start - together && isShortBefore(ended)
      ? [ended]
      : [];
  });
  const [first, last] = [Math.min(...ends) - together, Math.max(...ends) + together];
  return ({ State }) => {
    const [begun, ended] = [Date.parse(State.StartedAt), Date.parse(State.FinishedAt)];
    if (State.Running || begun > start) return false;
    if (ended > start) return ended < start + atStart;
    // Without a witness, a job that came to a good end just before is not told from one that was stopped.
    return ends.length > 0 ? ended > first && ended < last : wasKilled(State) && isShortBefore(ended);
  };
}

/** True for the exit codes after the signals of `docker stop` and `docker kill`, and of a program that fails at the first. */
export function wasKilled({ ExitCode }: InspectedContainer["State"]): boolean {
  return ExitCode === 137 || ExitCode === 143 || ExitCode === 255;
}
