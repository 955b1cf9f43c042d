import { Cron } from "croner";

/** The faults of a schedule's times, by attribute. Right are five fields as in a crontab, and a time zone. */
export function cronFaults(cron: string, zone: string): Record<"cron" | "cron_timezone", string[]> {
  const isZone = isTimeZone(zone);
  const texts = ["syntax is invalid"];
  const fits = isFugit(cron) && next(cron, isZone ? zone : "UTC", new Date(0));
  return { cron: fits ? [] : texts, cron_timezone: isZone ? [] : texts };
}

/** GitLab reads schedules with Fugit. croner also takes macros, `?`, `+`, a `W` for days and an `L` for weekdays. */
function isFugit(cron: string): boolean {
  const fields = cron.trim().split(/\s+/);
  const [, , day = "", , weekday = ""] = fields;
  return fields.length === 5 && !/[?+]/.test(cron) && !/w/i.test(day) && !/(^|[^#])l/i.test(weekday);
}

/** The first moment after `now` that matches the expression; undefined if none does. */
export function next(cron: string, zone: string, now: Date): Date | undefined {
  try {
    const schedule = new Cron(cron, { paused: true, mode: "5-part", sloppyRanges: true, timezone: zone });
    return schedule.nextRun(now) ?? undefined;
  } catch {
    return undefined;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
