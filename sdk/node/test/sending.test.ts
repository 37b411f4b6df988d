import { afterEach, describe, expect, it } from 'vitest';
import { type Options, Sojourn, type SojournError } from '../src/client';
import { retryAfter } from '../src/post';
import { acceptAll, type Say, start, type TestServer } from './server';

const EMAIL = 'a@b.c';
let server: TestServer;
const clients: Sojourn[] = [];

async function open(options: Options, ...script: ((items: unknown[]) => Say)[]): Promise<Sojourn> {
  server = await start(...script);
  const client = new Sojourn('example.com', {
    host: `http://127.0.0.1:${server.port}`,
    retryDelay: 1,
    retryDelayMax: 4,
    ...options,
  });
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.close();
});

const names = () => server.items().map((item) => item.event);

describe('batches', () => {
  it('go to the batch endpoint of the project, with the key', async () => {
    const client = await open({ apiKey: 'app:secret' });
    client.track(EMAIL, 'one');
    await client.flush();
    expect(server.seen[0]?.path).toBe('/api/v1/track?project=example.com');
    expect(server.seen[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('app:secret').toString('base64')}`,
    );
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
  });

  it('leave when there are enough', async () => {
    const client = await open({ flushAt: 3, flushInterval: 60_000 });
    await new Promise<void>((resolve) => {
      client.track(EMAIL, 'one').track(EMAIL, 'two');
      client.track(EMAIL, 'three', {}, () => resolve());
    });
    expect(server.seen.map((request) => request.items.length)).toEqual([3]);
  });

  it('leave after the interval', async () => {
    const client = await open({ flushInterval: 5 });
    await new Promise<void>((resolve) => {
      client.track(EMAIL, 'one', {}, () => resolve());
    });
    expect(names()).toEqual(['one']);
  });

  it('hold a thousand statements and a megabyte at most', async () => {
    const client = await open({ flushAt: 1000 });
    for (let n = 0; n < 1_500; n++) {
      client.track(EMAIL, `small ${n}`);
    }
    for (let n = 0; n < 3; n++) {
      client.track(EMAIL, `large ${n}`, { text: 'x'.repeat(400_000) });
    }
    await client.flush();
    expect(server.seen.map((request) => request.items.length)).toEqual([1000, 502, 1]);
    expect(new Set(names()).size).toBe(1_503);
  });

  it('of a server under a path go below it', async () => {
    server = await start();
    const client = new Sojourn('example.com', { host: `http://127.0.0.1:${server.port}/journeys` });
    await client.track(EMAIL, 'one').close();
    expect(server.seen[0]?.path).toBe('/journeys/api/v1/track?project=example.com');
  });
});

describe('what is sent again', () => {
  it.each([408, 429, 500, 502, 503, 504])('a batch answered %i, with the same ids', async (status) => {
    const client = await open({}, () => ({ status }));
    client.track(EMAIL, 'one').track(EMAIL, 'two');
    await client.flush();
    expect(server.seen).toHaveLength(2);
    expect(server.seen[1]?.items).toEqual(server.seen[0]?.items);
    expect(new Set(server.seen[0]?.items.map((item) => item.event_id)).size).toBe(2);
    expect(client.stats()).toEqual({ accepted: 2, failed: 0, waiting: 0, retried: 1 });
  });

  it('a batch without an answer, and one answered by something else than the server', async () => {
    const client = await open(
      {},
      () => 'cut',
      () => ({ status: 200, body: '<html>maintenance</html>' }),
    );
    client.track(EMAIL, 'one');
    await client.flush();
    expect(names()).toEqual(['one', 'one', 'one']);
    expect(client.stats().accepted).toBe(1);
  });

  it('a batch whose answer takes too long', async () => {
    let asked = 0;
    const late: typeof fetch = (url, init) => {
      asked++;
      return asked === 1
        ? new Promise((_, reject) => {
            init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
          })
        : fetch(url, init);
    };
    const client = await open({ fetch: late, timeout: 20 });
    client.track(EMAIL, 'one');
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 1, retried: 1 });
  });

  it('those of a batch that came too fast, and only those', async () => {
    const client = await open({}, () => ({
      status: 200,
      body: {
        items: [{ status: 'accepted' }, { status: 'rejected', code: 'rate_limited', field: '', message: '' }],
      },
    }));
    client.track(EMAIL, 'one').track(EMAIL, 'two');
    await client.flush();
    expect(names()).toEqual(['one', 'two', 'two']);
    expect(client.stats()).toMatchObject({ accepted: 2, failed: 0 });
  });

  it('waits as long as the server asks', async () => {
    const client = await open({}, () => ({ status: 503, headers: { 'retry-after': '1' } }));
    const begun = Date.now();
    client.track(EMAIL, 'one');
    await client.flush();
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it('reads Retry-After as seconds and as a date', () => {
    const now = Date.UTC(2026, 2, 1, 12, 0, 0);
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Sun, 01 Mar 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Sun, 01 Mar 2026 11:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBe(0);
    expect(retryAfter(null, now)).toBe(0);
  });

  it('no more often than `retries` allows', async () => {
    const broken = (): Say => ({ status: 500 });
    const client = await open({ retries: 2 }, broken, broken, broken);
    const errors: (SojournError | null)[] = [];
    client.track(EMAIL, 'one', {}, (error) => errors.push(error));
    await client.flush();
    expect(server.seen).toHaveLength(3);
    expect(errors[0]).toMatchObject({ code: 'retries_used_up', status: 500 });
  });
});

describe('what is refused', () => {
  it.each([
    [400, 'malformed_body'],
    [403, 'key_required'],
    [404, 'http_404'],
    [301, 'http_301'],
  ])('a request answered %i is not made again', async (status, code) => {
    const body = code.startsWith('http_') ? {} : { code, detail: 'why' };
    const client = await open({}, () => ({ status, body }));
    const codes: unknown[] = [];
    client.track(EMAIL, 'one', {}, (error) => codes.push(error?.code));
    client.track(EMAIL, 'two', {}, (error) => codes.push(error?.code));
    await client.flush();
    expect(server.seen).toHaveLength(1);
    expect(codes).toEqual([code, code]);
  });

  it('an item that the server rejects gets its own error, the others are taken', async () => {
    const client = await open({}, () => ({
      status: 200,
      body: {
        items: [
          {
            status: 'rejected',
            code: 'value_too_long',
            field: 'properties.x',
            message: 'more than 8192 bytes',
          },
          { status: 'accepted' },
        ],
      },
    }));
    const errors: (SojournError | null)[] = [];
    client.track(EMAIL, 'one', {}, (error) => errors.push(error));
    client.track(EMAIL, 'two', {}, (error) => errors.push(error));
    await client.flush();
    expect(errors[0]).toMatchObject({
      code: 'value_too_long',
      field: 'properties.x',
      message: 'properties.x: more than 8192 bytes',
    });
    expect(errors[1]).toBeNull();
  });

  it('a batch that is too large is halved until the culprit is alone', async () => {
    const tooLarge = (items: unknown[]): Say =>
      items.some((item) => (item as Record<string, unknown>).event === 'three')
        ? { status: 413, body: { code: 'body_too_large' } }
        : acceptAll(items);
    const client = await open({}, ...Array(10).fill(tooLarge));
    const codes: unknown[] = [];
    for (const name of ['one', 'two', 'three', 'four']) {
      client.track(EMAIL, name, {}, (error) => codes.push(error?.code ?? name));
    }
    await client.flush();
    expect(codes).toEqual(['one', 'two', 'body_too_large', 'four']);
  });

  it('is told to onError where there is no callback', async () => {
    const told: unknown[] = [];
    const client = await open({ onError: (error, statement) => told.push([error.code, statement]) }, () => ({
      status: 400,
    }));
    client.track(EMAIL, 'one');
    await client.flush();
    expect(told).toEqual([['http_400', expect.objectContaining({ event: 'one' })]]);
  });
});

describe('the queue', () => {
  it('refuses what is beyond maxQueue and takes again once there is room', async () => {
    const client = await open({ maxQueue: 2, flushInterval: 60_000 });
    const codes: unknown[] = [];
    for (const name of ['one', 'two', 'three']) {
      client.track(EMAIL, name, {}, (error) => codes.push(error?.code ?? name));
    }
    expect(codes).toEqual(['queue_full']);
    await client.flush();
    client.track(EMAIL, 'four', {}, (error) => codes.push(error?.code ?? 'four'));
    await client.flush();
    expect(codes).toEqual(['queue_full', 'one', 'two', 'four']);
    expect(client.stats()).toEqual({ accepted: 3, failed: 1, waiting: 0, retried: 0 });
  });

  it('is empty after flush, also of what was said during a request', async () => {
    const client = await open({});
    client.track(EMAIL, 'one', {}, () => client.track(EMAIL, 'during'));
    await client.flush();
    expect(names()).toEqual(['one']);
    await client.flush();
    expect(names()).toEqual(['one', 'during']);
    await client.flush();
  });
});

describe('close', () => {
  it('sends what waits and refuses what comes after', async () => {
    const client = await open({ flushInterval: 60_000 }, () => ({ status: 503 }));
    const codes: unknown[] = [];
    client.identify(EMAIL, { plan: 'pro' });
    client.track(EMAIL, 'one');
    await client.close();
    client.track(EMAIL, 'two', {}, (error) => codes.push(error?.code));
    expect(codes).toEqual(['closed']);
    expect(client.stats()).toMatchObject({ accepted: 2, failed: 1, waiting: 0 });
    await client.close();
  });

  it('ends when its time is over, and says what was not sent', async () => {
    const client = await open({ closeTimeout: 30, retryDelay: 60_000, retryDelayMax: 60_000 }, () => 'cut');
    const codes: unknown[] = [];
    client.track(EMAIL, 'one', {}, (error) => codes.push(error?.code));
    await client.close();
    expect(codes).toEqual(['not_sent']);
    expect(client.stats()).toMatchObject({ failed: 1, waiting: 0 });
  });
});

describe('options', () => {
  it.each([
    [{ host: '' }, 'host'],
    [{ host: 'ftp://x' }, 'http or https'],
    [{ host: 'a b' }, 'not a host'],
    [{ host: 'x', flushAt: 0 }, 'flushAt'],
    [{ host: 'x', flushAt: 1001 }, 'flushAt'],
    [{ host: 'x', timeout: Number.NaN }, 'timeout'],
    [{ host: 'x', port: 65_536 }, 'port'],
    [{ host: 'x', apiKey: 'one-part' }, 'apiKey'],
  ])('%j is refused by name', async (options, name) => {
    server = await start();
    expect(() => new Sojourn('example.com', options)).toThrow(name);
  });

  it('can be changed later, and are told', async () => {
    const client = await open({});
    client.config({ apiKey: 'x:y' }).track(EMAIL, 'one');
    await client.flush();
    expect(server.seen[0]?.headers.authorization).toBeDefined();
    expect(client.config()).toMatchObject({ apiKey: 'x:y' });
    expect(() => client.config({ port: -1 })).toThrow('port');
  });

  it('take the host from the environment', async () => {
    server = await start();
    process.env.SOJOURN_HOST = `http://127.0.0.1:${server.port}`;
    try {
      await new Sojourn('example.com').track(EMAIL, 'one').close();
    } finally {
      delete process.env.SOJOURN_HOST;
    }
    expect(names()).toEqual(['one']);
    expect(() => new Sojourn('')).toThrow('project');
  });
});
