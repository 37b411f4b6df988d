import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeServer, FakeShelf, settled, statement } from './fakes';
import { createOutbox, type Handling, type Outbox } from './outbox';
import { createStore, type Store } from './store';
import { outcomeOf } from './transport';

let clock: FakeClock;
let server: FakeServer;
let shelf: FakeShelf;

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  shelf = new FakeShelf();
});

class FakePage {
  readonly store: Store = createStore(() => shelf, clock.now);
  readonly outbox: Outbox = createOutbox(this.store, server, clock);

  track(id: string, handling: Handling = {}): void {
    this.outbox.add(statement(id, clock.now()), handling);
  }
}

/// Everything that is stored, but the keys of pages.
const stored = (): number => Object.keys(shelf).filter((key) => key.split('.').length === 3).length;

describe('statements', () => {
  it('that are made together go out together, in order', async () => {
    const page = new FakePage();
    page.track('a');
    page.track('b');
    expect(stored()).toBe(2);
    await clock.pass(100);
    expect(server.ids).toEqual(['a b']);
    expect(Object.keys(shelf)).toEqual([]);
  });

  it('wait for the batch that is on its way', async () => {
    const page = new FakePage();
    server.outcome = 'silent';
    page.track('a');
    await clock.pass(100);
    page.track('b');
    page.track('c');
    await clock.pass(5000);
    expect(server.ids).toEqual(['a']);
    server.outcome = 'taken';
    server.answer('taken');
    await settled();
    expect(server.ids).toEqual(['a', 'b c']);
  });

  it('of a dead server are kept, and sent again at growing intervals', async () => {
    const page = new FakePage();
    server.outcome = 'failed';
    page.track('a');
    await clock.pass(100);
    const times: number[] = [];
    for (let second = 0; second < 200; second++) {
      const before = server.requests.length;
      await clock.pass(1000);
      if (server.requests.length > before) {
        times.push(second);
      }
    }
    // 0.1 s and half of 1, 2, 4 ... 60 s after one another: 0.6, 1.7, 3.8, 7.9, 16.0, 32.1, 62.2 ... 182.6.
    expect(times).toEqual([0, 1, 3, 7, 15, 32, 62, 92, 122, 152, 182]);
    expect(stored()).toBe(1);
    server.outcome = 'taken';
    await clock.pass(31_000);
    expect(stored()).toBe(0);
  });

  it('that are sent late say when they were made', async () => {
    const page = new FakePage();
    const made = clock.now();
    server.outcome = 'failed';
    page.track('a');
    await clock.pass(10_000);
    server.outcome = 'taken';
    await clock.pass(10_000);
    const lines = server.requests.map(({ lines: [line] }) => JSON.parse(line ?? '').params.timestamp);
    expect(lines[0]).toBeUndefined();
    expect(lines.at(-1)).toBe(made);
  });

  it('that are refused for good are given up, and their page is told', async () => {
    const page = new FakePage();
    const told: boolean[] = [];
    server.outcome = 'refused';
    page.track('a', { done: (taken) => told.push(taken) });
    await clock.pass(100);
    server.outcome = 'taken';
    page.track('b', { done: (taken) => told.push(taken) });
    await clock.pass(100);
    expect(told).toEqual([false, true]);
    expect(stored()).toBe(0);
  });

  it('fill a request up to 60 KB, and one that is larger goes alone and does not outlive its page', async () => {
    const page = new FakePage();
    const large = (id: string, chars: number) =>
      page.outbox.add(statement(id, clock.now(), { params: { idptnc: id, text: 'x'.repeat(chars) } }), {});
    large('a', 29_000);
    large('b', 29_000);
    large('c', 29_000);
    large('d', 70_000);
    await clock.pass(100);
    expect(server.ids).toEqual(['a b', 'c', 'd']);
    expect(server.requests.map(({ outlives }) => outlives)).toEqual([true, true, false]);
  });

  it('that are held wait for an urgent one', async () => {
    const page = new FakePage();
    page.track('held', { held: true });
    await clock.pass(1000);
    page.track('a');
    await clock.pass(100);
    expect(server.ids).toEqual(['a']);
    page.track('b', { urgent: true });
    await clock.pass(100);
    expect(server.ids).toEqual(['a', 'held b']);
  });

  it('can be taken back until they are sent', async () => {
    const page = new FakePage();
    page.track('a', { held: true });
    page.track('b', { held: true });
    page.outbox.cancel('a');
    page.outbox.flush();
    expect(server.ids).toEqual(['b']);
    expect(stored()).toBe(1);
  });

  it('that only matter now are neither stored nor sent again', async () => {
    const page = new FakePage();
    server.outcome = 'failed';
    page.track('ping', { passing: true });
    expect(stored()).toBe(0);
    await clock.pass(60_000);
    expect(server.ids).toEqual(['ping']);
  });

  it('to one server do not wait for another one', async () => {
    const page = new FakePage();
    const dead = 'https://dead.example.com/track/push/';
    page.outbox.add(statement('a', clock.now(), { url: dead }), {});
    page.track('b');
    page.outbox.add(statement('c', clock.now(), { url: dead }), {});
    server.outcome = 'failed';
    await clock.pass(100);
    server.outcome = 'taken';
    await clock.pass(1000);
    expect(server.ids).toEqual(['a c', 'b', 'a c']);
  });
});

describe('a page that ends', () => {
  it('gives everything to a beacon and leaves it to the next page, which sends it again', async () => {
    const first = new FakePage();
    first.track('a');
    first.track('b', { held: true });
    first.outbox.leave();
    expect(server.requests.map(({ by }) => by)).toEqual(['beacon']);
    expect(server.ids).toEqual(['a b']);
    const second = new FakePage();
    second.outbox.adopt(second.store.adopt());
    second.track('c');
    await clock.pass(100);
    expect(server.ids).toEqual(['a b', 'a b c']);
    expect(Object.keys(shelf)).toEqual([]);
  });

  it('sends again what is on its way, which may end with it', async () => {
    const page = new FakePage();
    server.outcome = 'silent';
    page.track('a');
    await clock.pass(100);
    page.track('b');
    page.outbox.leave();
    expect(server.ids).toEqual(['a', 'a b']);
    expect(stored()).toBe(2);
  });

  it('leaves what was on its way to the next one, also when it hears last that it failed', async () => {
    const first = new FakePage();
    server.outcome = 'silent';
    server.beacons = false;
    first.track('a');
    await clock.pass(100);
    first.outbox.leave();
    server.answer('failed');
    await settled();
    const second = new FakePage();
    expect(second.store.adopt().map(({ params }) => params['idptnc'])).toEqual(['a']);
  });

  it('sends what is said while it ends, once', () => {
    const page = new FakePage();
    page.track('a');
    page.outbox.leave();
    page.track('b');
    page.outbox.flush();
    expect(server.ids).toEqual(['a', 'b']);
  });

  it('keeps for the next one what no beacon took', async () => {
    const first = new FakePage();
    server.beacons = false;
    first.track('a');
    first.outbox.leave();
    const second = new FakePage();
    second.outbox.adopt(second.store.adopt());
    await clock.pass(100);
    expect(server.ids).toEqual(['a']);
  });

  it('leaves nothing to a page of another week that was given to a beacon: the server would not know it again', () => {
    const first = new FakePage();
    first.track('beaconed');
    first.outbox.leave();
    server.beacons = false;
    const second = new FakePage();
    second.track('kept');
    second.outbox.leave();
    return clock.pass(8 * 86_400_000).then(() => {
      const adopted = new FakePage().store.adopt();
      expect(adopted.map(({ params }) => params['idptnc'])).toEqual(['kept']);
      expect(Object.keys(shelf)).toEqual([]);
    });
  });
});

describe('a page that comes back', () => {
  it('sends again what it gave to a beacon', async () => {
    const page = new FakePage();
    page.track('a');
    page.outbox.leave();
    page.outbox.resume();
    await settled();
    expect(server.ids).toEqual(['a', 'a']);
    expect(stored()).toBe(0);
  });

  it('leaves to another page what that took over', async () => {
    const first = new FakePage();
    first.track('a');
    first.outbox.leave();
    const second = new FakePage();
    second.outbox.adopt(second.store.adopt());
    first.outbox.resume();
    await clock.pass(100);
    expect(server.ids).toEqual(['a', 'a']);
    expect(server.requests.map(({ by }) => by)).toEqual(['beacon', 'fetch']);
  });
});

describe('what a page has', () => {
  it('is not taken over while it lives', () => {
    new FakePage().track('a');
    expect(new FakePage().store.adopt()).toEqual([]);
  });

  it('is taken over three minutes after it was last heard of', async () => {
    new FakePage().track('a', { held: true });
    await clock.pass(180_001);
    expect(new FakePage().store.adopt()).toHaveLength(1);
    expect(new FakePage().store.adopt()).toEqual([]);
  });

  it('is sent from memory where storage is blocked or full', async () => {
    const blocked = createStore(() => {
      throw new Error('blocked');
    }, clock.now);
    const full = createStore(
      () => ({
        ...shelf,
        getItem: () => null,
        setItem: () => {
          throw new Error('full');
        },
        removeItem: () => undefined,
      }),
      clock.now,
    );
    for (const store of [blocked, full]) {
      const outbox = createOutbox(store, server, clock);
      outbox.add(statement('a', clock.now()), {});
      outbox.resume();
      outbox.adopt(store.adopt());
      await clock.pass(100);
    }
    expect(server.ids).toEqual(['a', 'a']);
  });

  it('does not spoil what others have when it cannot be read', () => {
    shelf.setItem('sojourn.x.1', '{broken');
    shelf.setItem('sojourn.x', '0');
    shelf.setItem('other', 'kept');
    expect(new FakePage().store.adopt()).toEqual([]);
    expect(Object.keys(shelf)).toEqual(['other']);
  });
});

it.each([
  [200, 'taken'],
  [204, 'taken'],
  [0, 'failed'],
  [302, 'failed'],
  [400, 'refused'],
  [403, 'refused'],
  [413, 'refused'],
  [408, 'failed'],
  [429, 'failed'],
  [503, 'failed'],
])('an answer with status %i means %s', (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome);
});
