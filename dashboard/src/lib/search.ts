import type { Filter } from '@/api/types';

/** What the address of a view may hold. Anything else in it is left out rather than refused. */

type Raw = Record<string, unknown>;

export function text<K extends string>(search: Raw, key: K): { [P in K]?: string } {
  const value = search[key];
  const given = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  return (given === '' ? {} : { [key]: given }) as { [P in K]?: string };
}

function texts<K extends string>(search: Raw, key: K): { [P in K]?: string[] } {
  const value = search[key];
  const given = Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
  return (given.length === 0 ? {} : { [key]: given }) as { [P in K]?: string[] };
}

export type LiveSearch = {
  q?: string;
  country?: string;
  page?: string;
  events?: string[];
  person?: string;
  bots?: boolean;
};

export function parseLiveSearch(search: Raw): LiveSearch {
  return {
    ...text(search, 'q'),
    ...text(search, 'country'),
    ...text(search, 'page'),
    ...text(search, 'person'),
    ...texts(search, 'events'),
    ...(search.bots === true ? { bots: true } : {}),
  };
}

export const SORTS = ['last_seen', 'first_seen', 'events', 'name', 'email'] as const;
export type SortKey = (typeof SORTS)[number];
export type Sort = SortKey | `-${SortKey}`;

export type PeopleSearch = { q?: string; sort?: Sort; filter?: Filter[]; columns?: string[] };

export function isSort(value: unknown): value is Sort {
  return typeof value === 'string' && SORTS.some((key) => value === key || value === `-${key}`);
}

function isFilter(value: unknown): value is Filter {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Raw).property === 'string' &&
    typeof (value as Raw).operator === 'string'
  );
}

export function parsePeopleSearch(search: Raw): PeopleSearch {
  const filter = Array.isArray(search.filter) ? search.filter.filter(isFilter) : [];
  return {
    ...text(search, 'q'),
    ...(isSort(search.sort) ? { sort: search.sort } : {}),
    ...(filter.length === 0 ? {} : { filter }),
    ...texts(search, 'columns'),
  };
}

export type PersonTab = 'timeline' | 'visits' | 'identifiers';
export type PersonSearch = { tab?: PersonTab; q?: string; events?: string[]; bots?: boolean };

export function parsePersonSearch(search: Raw): PersonSearch {
  const tab = search.tab;
  return {
    ...(tab === 'visits' || tab === 'identifiers' ? { tab } : {}),
    ...text(search, 'q'),
    ...texts(search, 'events'),
    ...(search.bots === true ? { bots: true } : {}),
  };
}
