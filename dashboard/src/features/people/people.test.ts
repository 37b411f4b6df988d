import { describe, expect, test } from 'vitest';
import { filterOf, filterText, nextSort, sortDirection, totalText } from './people';

describe('a filter', () => {
  test('is made only when it is complete', () => {
    expect(filterOf('plan', 'equals', '')).toBeNull();
    expect(filterOf('', 'equals', 'gold')).toBeNull();
    expect(filterOf('plan', 'equals', 'gold')).toEqual({
      property: 'plan',
      operator: 'equals',
      value: 'gold',
    });
    expect(filterOf('plan', 'exists', 'ignored')).toEqual({ property: 'plan', operator: 'exists' });
  });

  test('compares numbers as numbers', () => {
    expect(filterOf('$events', 'gt', '12')).toEqual({ property: '$events', operator: 'gt', value: 12 });
    expect(filterOf('$events', 'gt', 'many')).toBeNull();
  });

  test('reads like a sentence', () => {
    expect(filterText({ property: 'plan', operator: 'not_equals', value: 'gold' })).toBe('plan is not gold');
    expect(filterText({ property: 'plan', operator: 'exists' })).toBe('plan is set');
  });
});

test('a second click on a heading turns the order round', () => {
  expect(nextSort('-last_seen', 'events')).toBe('-events');
  expect(nextSort('-events', 'events')).toBe('events');
  expect(nextSort('events', 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(sortDirection('-name', 'name')).toBe('descending');
});

test('a total that was not counted to the end says so', () => {
  expect(totalText({ value: 1, exact: true }, String)).toBe('1 person');
  expect(totalText({ value: 10000, exact: false }, String)).toBe('more than 10000 people');
});
