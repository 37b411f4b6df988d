import { expect, test } from 'vitest';
import { matching } from './commands';

const commands = ['Live', 'People', 'Quarantine: what was refused', 'Usage and quota'].map((label) => ({
  id: label,
  icon: 'page',
  label,
  run: () => undefined,
}));

test('what begins with the letters comes before what only holds them', () => {
  expect(matching(commands, 'qu').map(({ label }) => label)).toEqual([
    'Quarantine: what was refused',
    'Usage and quota',
  ]);
  expect(matching(commands, 'ppl').map(({ label }) => label)).toEqual(['People']);
  expect(matching(commands, 'zzz')).toEqual([]);
  expect(matching(commands, '')).toHaveLength(4);
});
