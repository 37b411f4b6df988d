import { expect, it } from 'vitest';
import { addressOf, endpointsOf } from './address';

it.each([
  ['https://t.example.com/js/w.js', 'https://t.example.com/track/', 'https://t.example.com/js/w'],
  ['https://t.example.com/js/w.js?v=1#x', 'https://t.example.com/track/', 'https://t.example.com/js/w'],
  ['http://localhost:8080/w.js', 'http://localhost:8080/track/', 'http://localhost:8080/js/w'],
  ['https://t.example.com/js/t/5.js', 'https://t.example.com/track/', 'https://t.example.com/js/w'],
  ['https://a.b/base/js/w.js', 'https://a.b/base/track/', 'https://a.b/base/js/w'],
  ['https://a.b/quietword.js', 'https://a.b/quietword/', 'https://a.b/quietword'],
  ['https://a.b/base/quietword.js', 'https://a.b/base/quietword/', 'https://a.b/base/quietword'],
])('a script at %s has its endpoints at %s and its parts at %s', (script, endpoints, parts) => {
  expect(addressOf(script)).toEqual({ endpoints, parts });
});

it('a script without an address says nothing', () => {
  expect(addressOf('')).toBeUndefined();
});

it.each([
  ['t.example.com', 'track', 'https://t.example.com/track/'],
  ['//t.example.com/', 'track', 'https://t.example.com/track/'],
  ['http://t.example.com/base/', 'quietword', 'http://t.example.com/base/quietword/'],
])('a host %s has %s at %s', (host, path, endpoints) => {
  expect(endpointsOf(host, path, 'https:')).toBe(endpoints);
});
