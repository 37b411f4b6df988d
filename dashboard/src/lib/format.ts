/** Numbers, times and names as a reader sees them. Pure; the locale is the browser's. */

const numbers = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** 1,234 in full, 1.2M short. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 100_000 ? numbers.format(value) : compact.format(value);
}

export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "now", "12 s", "5 min", "3 h", "6 d", then a date. */
export function formatAgo(time: number, now: number): string {
  const passed = now - time;
  if (passed < 5_000) {
    return 'now';
  }
  if (passed < MINUTE) {
    return `${Math.floor(passed / 1000)} s ago`;
  }
  if (passed < HOUR) {
    return `${Math.floor(passed / MINUTE)} min ago`;
  }
  if (passed < DAY) {
    return `${Math.floor(passed / HOUR)} h ago`;
  }
  if (passed < 7 * DAY) {
    return `${Math.floor(passed / DAY)} d ago`;
  }
  return new Date(time).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
}

/** "45 s", "3 min 20 s", "1 h 4 min". */
export function formatDuration(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  }
  return `${Math.floor(hours / 24)} d`;
}

function zoned(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(undefined, zone === undefined ? options : { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(undefined, options);
  }
}

export function formatTime(time: number, zone?: string): string {
  return zoned(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    time,
  );
}

export function formatDateTime(time: number, zone?: string): string {
  return zoned(zone, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}

export function formatDate(time: number, zone?: string): string {
  return zoned(zone, { year: 'numeric', month: 'short', day: 'numeric' }).format(time);
}

/** The day a time lies in, as `2026-11-24` in the zone. */
export function dayKey(time: number, zone?: string): string {
  const parts = zoned(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(time);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** "Today", "Yesterday", or the day written out. */
export function formatDay(time: number, now: number, zone?: string): string {
  const key = dayKey(time, zone);
  if (key === dayKey(now, zone)) {
    return 'Today';
  }
  if (key === dayKey(now - DAY, zone)) {
    return 'Yesterday';
  }
  return zoned(zone, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(time);
}

/** English name of a country code, or the code. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) {
    return code;
  }
  try {
    return new Intl.DisplayNames(undefined, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Any JSON value as one line of text. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return JSON.stringify(value);
}

/** `/a/b?c` of an address or host-and-path; the whole text where it is neither. */
export function pagePath(page: string): string {
  const withoutScheme = page.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const slash = withoutScheme.indexOf('/');
  return slash < 0 ? withoutScheme : withoutScheme.slice(slash);
}
