import { expect, it } from 'vitest';
import { isOutgoing } from './clicks';

it.each([
  ['b.com', 'a.com', true, true],
  ['shop.a.com', 'www.a.com', true, false],
  ['shop.a.com', 'www.a.com', false, true],
  ['shop.a.co.uk', 'a.co.uk', true, false],
  ['b.co.uk', 'a.co.uk', true, true],
  ['a.com', 'a.com', false, false],
  ['10.0.0.2', '10.0.0.1', true, true],
  ['localhost', '127.0.0.1', true, true],
])('a link to %s on a page of %s, subdomains ignored %s: outgoing %s', (host, own, ignored, outgoing) => {
  expect(isOutgoing(host, own, ignored)).toBe(outgoing);
});
