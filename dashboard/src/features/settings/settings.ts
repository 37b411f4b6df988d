import type { Exclude, Usage } from '@/api/types';

/** What the settings decide on the page. Pure. */

export const EXCLUDE_KINDS: readonly {
  readonly value: Exclude['what'];
  readonly label: string;
  readonly hint: string;
}[] = [
  { value: 'address', label: 'Address', hint: '203.0.113.7 or 10.0.0.0/8' },
  { value: 'user_agent', label: 'User agent', hint: '*HeadlessChrome*' },
  { value: 'host', label: 'Host', hint: 'staging.*' },
  { value: 'path', label: 'Path', hint: '/admin/*' },
  { value: 'event', label: 'Event', hint: 'debug *' },
  { value: 'property', label: 'Property', hint: '*@example.com' },
];

export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Order changed by one place; at the ends nothing moves. */
export function movedBy<T>(items: readonly T[], index: number, step: -1 | 1): T[] {
  const to = index + step;
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item === undefined || to < 0 || to >= items.length) {
    return [...items];
  }
  next.splice(to, 0, item);
  return next;
}

export const USAGE_KINDS = [
  { key: 'events', label: 'Events', colour: 'var(--accent)' },
  { key: 'bots', label: 'Bot events', colour: 'var(--live-dot)' },
  { key: 'pings', label: 'Pings', colour: '#6d86b8' },
  { key: 'updates', label: 'Updates', colour: '#9a7bb0' },
  { key: 'identifies', label: 'Identifications', colour: '#b3a05a' },
] as const;

export type UsageKind = (typeof USAGE_KINDS)[number]['key'];

export function usageMax(days: Usage['days'], kinds: readonly UsageKind[]): number {
  return Math.max(1, ...days.map((day) => kinds.reduce((sum, kind) => sum + day[kind], 0)));
}

export function refusedTotal(days: Usage['days']): Record<string, number> {
  const total: Record<string, number> = {};
  for (const day of days) {
    for (const [reason, count] of Object.entries(day.refused)) {
      total[reason] = (total[reason] ?? 0) + count;
    }
  }
  return total;
}
