import { expect, test } from 'vitest';
import { clients, placeOf } from './clients';

test('the address to send to is taken from the server, base path included', () => {
  expect(placeOf('https://a.example/base/track', 'http://x', 'shop.example')).toEqual({
    host: 'a.example/base',
    origin: 'https://a.example/base',
    domain: 'shop.example',
  });
  expect(placeOf('http://a.example:8080/track/', 'http://x', 'd').host).toBe('a.example:8080');
});

test('every client names this server and this project', () => {
  for (const client of clients({ host: 'a.example', origin: 'https://a.example', domain: 'shop.example' })) {
    expect(client.code).toContain('a.example');
    expect(client.code).toContain('shop.example');
  }
});
