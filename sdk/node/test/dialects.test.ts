import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Options, type Response, Sojourn } from '../src/client';
import { start, type TestServer } from './server';

let server: TestServer;
let client: Sojourn;

const options = (): Options => ({ host: '127.0.0.1', port: server.port, ssl: false });

beforeEach(async () => {
  server = await start();
  client = new Sojourn('example.com', options());
});

afterEach(async () => {
  await client.close();
  await server.close();
});

/** What was sent, without what differs from run to run. */
async function sent(): Promise<Record<string, unknown>[]> {
  await client.flush();
  return server.items().map(({ time, event_id, ...rest }) => {
    expect(time).toBeTypeOf('number');
    return rest;
  });
}

describe('calls of woopra', () => {
  it('identifies with push and without an event', async () => {
    client.identify('user@id.com', { visitor_property: 'property' }).push();
    expect(await sent()).toEqual([
      {
        type: 'identify',
        app: 'node',
        standalone: true,
        person: { visitor_property: 'property', email: 'user@id.com' },
      },
    ]);
  });

  it('carries the visitor along with each event', async () => {
    client.identify('user@id.com', { plan: 'pro' }).track('signup', { paid: true, price: 99.5 });
    client.track('seen');
    const visitor = { app: 'node', standalone: true, person: { plan: 'pro', email: 'user@id.com' } };
    expect(await sent()).toEqual([
      { event: 'signup', ...visitor, properties: { paid: true, price: 99.5 } },
      { event: 'seen', ...visitor },
    ]);
  });

  it('hands on what client() says of the device', async () => {
    client.client({
      cookie: 'visitor-cookie',
      ip: '203.0.113.9',
      'user-agent': 'UA/1.0',
      language: 'en-US',
      screen: '1024x768',
      referer: 'https://ref.example/',
    });
    client.track('pv', { url: '/' }).ping();
    const device = {
      app: 'node',
      cookie: 'visitor-cookie',
      ip: '203.0.113.9',
      user_agent: 'UA/1.0',
      language: 'en-US',
      screen: '1024x768',
      referrer: 'https://ref.example/',
      person: {},
    };
    expect(await sent()).toEqual([
      { event: 'pv', ...device, properties: { url: '/' } },
      { type: 'ping', ...device },
    ]);
  });

  it('takes timestamp and referer as options of an event', async () => {
    client.identify({ id: 'u1' });
    const told = { timestamp: 1_700_000_000_000, referer: 'https://ref.example/' };
    client.track('purchase', { amount: 1 }, told);
    client.track('purchase', { amount: 2 }, { timestamp: '1700000000001' });
    client.track('purchase', { amount: 3 }, { timestamp: new Date(1_700_000_000_002) });
    client.track('purchase', { amount: 4 }, { timestamp: '2026-03-01T12:00:00+01:00' });
    await client.flush();
    expect(server.items().map((item) => [item.time, item.referrer])).toEqual([
      [1_700_000_000_000, 'https://ref.example/'],
      [1_700_000_000_001, undefined],
      [1_700_000_000_002, undefined],
      ['2026-03-01T12:00:00+01:00', undefined],
    ]);
    expect(() => client.track('purchase', {}, { timestamp: Number.NaN })).toThrow(TypeError);
  });

  it('calls back with the status, wherever the callback stands', async () => {
    client.identify('a@b.c');
    const responses: (Response | null)[] = [];
    const callback = (_: unknown, response: Response | null) => responses.push(response);
    client.track('a', callback);
    client.track('b', { c: 1 }, callback);
    client.track('d', { e: 1 }, { timestamp: 1 }, callback);
    client.ping({}, callback);
    client.push(callback);
    await client.flush();
    expect(responses.map((response) => response?.statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(server.items()[0]).not.toHaveProperty('properties');
  });

  it('refuses an event without a name and one of nobody', () => {
    expect(() => client.track('signup', {})).toThrow('nobody was named');
    client.identify('a@b.c');
    expect(() => client.track('')).toThrow('name of the event');
    expect(() => client.track(undefined as unknown as string)).toThrow(TypeError);
  });

  it('forgets visitor and device on reset', async () => {
    client.client({ cookie: 'c1' });
    client.identify('a@b.c').reset();
    expect(() => client.track('signup')).toThrow('nobody was named');
    expect(await sent()).toHaveLength(1);
  });
});

describe('calls of the guide', () => {
  it('tracks an event of the person that the call names', async () => {
    client.track('user-email@example.com', 'subscription_renewed', {
      plan: 'pro',
      mrr: 99.0,
      renewal_type: 'auto',
    });
    expect(await sent()).toEqual([
      {
        event: 'subscription_renewed',
        app: 'node',
        standalone: true,
        person: { email: 'user-email@example.com' },
        properties: { plan: 'pro', mrr: 99, renewal_type: 'auto' },
      },
    ]);
  });

  it('identifies by itself, once the running code is over', async () => {
    client.identify('user-email@example.com', {
      name: 'Jane Doe',
      company: 'Acme Corp',
      lifetime_value: 2400,
    });
    expect(client.stats().waiting).toBe(0);
    await Promise.resolve();
    expect(client.stats().waiting).toBe(1);
    expect(await sent()).toEqual([
      {
        type: 'identify',
        app: 'node',
        standalone: true,
        person: {
          name: 'Jane Doe',
          company: 'Acme Corp',
          lifetime_value: 2400,
          email: 'user-email@example.com',
        },
      },
    ]);
  });

  it('keeps the properties of one person from the next', async () => {
    client.identify('a@b.c', { plan: 'pro' });
    client.identify('d@e.f', { name: 'Dee' });
    expect((await sent()).map((item) => item.person)).toEqual([
      { plan: 'pro', email: 'a@b.c' },
      { name: 'Dee', email: 'd@e.f' },
    ]);
  });

  it('neither reads nor changes the visitor of woopra calls', async () => {
    client.identify('a@b.c', { plan: 'pro' });
    client.track('d@e.f', 'renewed', { n: 1 });
    client.track('renewed', { n: 2 });
    expect((await sent()).map((item) => [item.type ?? item.event, item.person])).toEqual([
      ['renewed', { email: 'd@e.f' }],
      ['renewed', { plan: 'pro', email: 'a@b.c' }],
    ]);
  });

  it('takes options and a callback behind the properties', async () => {
    const seen: unknown[] = [];
    client.track('a@b.c', 'renewed', { n: 1 }, { timestamp: 7, eventId: 'inv-17' }, (error) =>
      seen.push(error),
    );
    client.track('a@b.c', 'renewed', { n: 2 }, (error) => seen.push(error));
    await client.flush();
    expect(server.items()[0]).toMatchObject({ time: 7, event_id: 'inv-17', event: 'renewed' });
    expect(seen).toEqual([null, null]);
  });
});

describe('where both are possible', () => {
  it('an email alone, or with properties, is the name of an event', async () => {
    client.identify('a@b.c').track('d@e.f').track('d@e.f', { n: 1 });
    expect((await sent()).map((item) => item.event)).toEqual(['d@e.f', 'd@e.f']);
  });

  it('a text in second place is a name, whatever the first looks like', async () => {
    client.track('user-17', 'renewed');
    expect((await sent())[0]).toMatchObject({ event: 'renewed', person: { email: 'user-17' } });
  });

  it('identify is told of once, with push or track in the same run, else alone', async () => {
    client.identify('a@b.c');
    client.identify({ plan: 'pro' }).track('signup');
    await Promise.resolve();
    client.identify({ plan: 'free' });
    expect((await sent()).map((item) => [item.type ?? item.event, item.person])).toEqual([
      ['signup', { email: 'a@b.c', plan: 'pro' }],
      ['identify', { email: 'a@b.c', plan: 'free' }],
    ]);
  });
});

describe('values', () => {
  it('are those of the moment of the call', async () => {
    const properties = { n: 1, tags: ['a'] };
    client.track('a@b.c', 'said', properties);
    properties.n = 2;
    properties.tags.push('b');
    expect((await sent())[0]).toMatchObject({ properties: { n: 1, tags: ['a'] } });
  });

  it('keep their types; a BigInt is its digits, undefined is not sent', async () => {
    client.track('a@b.c', 'said', { b: 10n ** 20n, u: undefined, d: new Date(0), x: { y: [1] }, t: true });
    expect((await sent())[0]).toMatchObject({
      properties: { b: '100000000000000000000', d: '1970-01-01T00:00:00.000Z', x: { y: [1] }, t: true },
    });
  });

  it('that cannot be written fail their own event and no other', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const seen: unknown[] = [];
    client.track('a@b.c', 'bad', cyclic, (error) => seen.push(error?.code));
    client.track('a@b.c', 'good');
    expect((await sent()).map((item) => item.event)).toEqual(['good']);
    expect(seen).toEqual(['invalid_value']);
    expect(client.stats()).toEqual({ accepted: 1, failed: 1, waiting: 0, retried: 0 });
  });
});
