import { describe, expect, test } from 'vitest';
import { domainOf, passwordProblem, returnPath, waitText } from './signin';

describe('returnPath', () => {
  test.each([
    [undefined, '/'],
    ['/p/1/live', '/p/1/live'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('of %s stays on this site', (wanted, path) => {
    expect(returnPath(wanted)).toBe(path);
  });
});

describe('domainOf', () => {
  test.each([
    ['shop.example', 'shop.example'],
    [' https://Shop.Example/path?q#x ', 'shop.example'],
    ['http://shop.example:8080', 'shop.example'],
    ['shop.example.', 'shop.example'],
  ])('takes the host out of %s', (entered, host) => {
    expect(domainOf(entered)).toBe(host);
  });
});

test('a password that is too short says how much is missing', () => {
  expect(passwordProblem('1234567', '')).toContain('3 more');
  expect(passwordProblem('1234567890', '123')).toContain('differ');
  expect(passwordProblem('1234567890', '1234567890')).toBeNull();
});

test('a wait is counted in minutes and seconds', () => {
  expect(waitText(61)).toContain('1 min 1 s');
  expect(waitText(9)).toContain('9 s');
  expect(waitText(0)).toContain('now');
});
