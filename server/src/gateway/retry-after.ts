/** When a server wants to be asked again, in milliseconds since 1970; null where it does not say, or says what is long past. */
export function retryAt(headers: Readonly<Record<string, string>>, receivedAt: number): number | null {
  const milliseconds = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (milliseconds >= 0) return receivedAt + milliseconds;
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return receivedAt + Number(value) * 1000;
  // Only a date: `Date.parse` would take many another text for one.
  const date = /^[A-Z][a-z]{2},/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date, receivedAt);
}

/** A moment as a clock shows it where the user is, with its day where that is another one. */
export function clockTime(at: number, now: number, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = (moment: number): string => new Date(moment).toLocaleDateString("en-CA", zone);
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", ...zone });
  return day(at) === day(now) ? time : `${day(at)} ${time}`;
}

/** A duration in words, in milliseconds: `850 ms`, `12 s`, `3 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 120 ? `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s` : `${Math.round(seconds / 60)} min`;
}
