import type { Filter, PersonRow } from '@/api/types';
import type { Sort, SortKey } from '@/lib/search';

/** What the list of people decides. Pure. */

export const PAGE_SIZE = 100;
export const DEFAULT_SORT: Sort = '-last_seen';

export type Operator = {
  readonly value: string;
  readonly label: string;
  readonly takes: 'nothing' | 'text' | 'number';
};

export const OPERATORS: readonly Operator[] = [
  { value: 'equals', label: 'is', takes: 'text' },
  { value: 'not_equals', label: 'is not', takes: 'text' },
  { value: 'contains', label: 'contains', takes: 'text' },
  { value: 'not_contains', label: 'does not contain', takes: 'text' },
  { value: 'starts_with', label: 'begins with', takes: 'text' },
  { value: 'ends_with', label: 'ends with', takes: 'text' },
  { value: 'exists', label: 'is set', takes: 'nothing' },
  { value: 'not_exists', label: 'is not set', takes: 'nothing' },
  { value: 'gt', label: 'is more than', takes: 'number' },
  { value: 'gte', label: 'is at least', takes: 'number' },
  { value: 'lt', label: 'is less than', takes: 'number' },
  { value: 'lte', label: 'is at most', takes: 'number' },
  { value: 'matches', label: 'matches the expression', takes: 'text' },
];

export function operatorOf(value: string): Operator {
  return OPERATORS.find((operator) => operator.value === value) ?? { value, label: value, takes: 'text' };
}

export function filterText(filter: Filter): string {
  const operator = operatorOf(filter.operator);
  const value = filter.value === undefined || filter.value === null ? '' : String(filter.value);
  return operator.takes === 'nothing'
    ? `${filter.property} ${operator.label}`
    : `${filter.property} ${operator.label} ${value}`;
}

/** A filter as typed, or nothing while it is incomplete. */
export function filterOf(property: string, operator: string, value: string): Filter | null {
  const { takes } = operatorOf(operator);
  const name = property.trim();
  if (name === '') {
    return null;
  }
  switch (takes) {
    case 'nothing':
      return { property: name, operator };
    case 'text':
      return value === '' ? null : { property: name, operator, value };
    case 'number': {
      const number = Number(value);
      return value.trim() === '' || Number.isNaN(number) ? null : { property: name, operator, value: number };
    }
  }
}

/** The order after a click on a heading: what is new or much first, then the other way round. */
export function nextSort(current: Sort, key: SortKey): Sort {
  const textual = key === 'name' || key === 'email';
  const first: Sort = textual ? key : `-${key}`;
  if (current !== first) {
    return first;
  }
  return textual ? `-${key}` : key;
}

export function sortDirection(current: Sort, key: SortKey): 'ascending' | 'descending' | 'none' {
  return current === key ? 'ascending' : current === `-${key}` ? 'descending' : 'none';
}

export function totalText(
  total: { readonly value: number; readonly exact: boolean },
  format: (n: number) => string,
): string {
  const people = total.value === 1 ? 'person' : 'people';
  return total.exact ? `${format(total.value)} ${people}` : `more than ${format(total.value)} ${people}`;
}

/** Properties of the rows that could be columns, by how many people have them. */
export function suggestedColumns(rows: readonly PersonRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const key of Object.keys(row.properties)) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].sort((left, right) => right[1] - left[1]).map(([key]) => key);
}
