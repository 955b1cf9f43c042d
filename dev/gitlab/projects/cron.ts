import { CronExpressionParser } from "cron-parser";

/** What is wrong with a schedule's times, by attribute. Five fields, as in a crontab. */
export function cronFaults(cron: string, zone: string): Record<"cron" | "cron_timezone", string[]> {
  const isZone = isTimeZone(zone);
  const texts = ["syntax is invalid"];
  const fits = cron.trim().split(/\s+/).length === 5 && next(cron, isZone ? zone : "UTC", new Date(0));
  return { cron: fits ? [] : texts, cron_timezone: isZone ? [] : texts };
}

/** The first moment after `now` that the expression names; undefined where it names none. */
export function next(cron: string, zone: string, now: Date): Date | undefined {
  try {
    return CronExpressionParser.parse(cron, { currentDate: now, tz: zone }).next().toDate();
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
