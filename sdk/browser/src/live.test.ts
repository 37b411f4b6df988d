import { beforeEach, expect, it } from 'vitest';
import { createLive, type Followed } from './live';
import type { Page } from './page';
import type { Values } from './value';

let foreground = 0;
let depth = 0.2;
let time = 1000;
let told: [string, Values][];

beforeEach(() => {
  foreground = 0;
  depth = 0.2;
  told = [];
});

const page: Page = {
  watchers: new Set(),
  foreground: () => foreground,
  scrollDepth: () => depth,
  scrollAnew: () => undefined,
};

const event = (id: string, more: Partial<Followed> = {}): Followed => ({
  id,
  isPage: true,
  depth: 0.2,
  renewAfter: undefined,
  tell: (properties) => told.push([id, properties]),
  renew: () => told.push([id, { renewed: true }]),
  ...more,
});

it('a page view tells the whole time in the foreground whenever the page is hidden, and depth when it grew', () => {
  const live = createLive(page, () => time);
  foreground = 500;
  live.follow(event('a'));
  foreground = 1500;
  live.hidden();
  foreground = 1590;
  live.hidden();
  foreground = 2500.4;
  depth = 0.75;
  live.hidden();
  expect(told).toEqual([
    ['a', { $duration: 1000 }],
    ['a', { $duration: 2000, 'scroll depth': 0.75 }],
  ]);
});

it('a new page view ends the one before, another event does not', () => {
  const live = createLive(page, () => time);
  live.follow(event('a'));
  live.follow(event('act', { isPage: false, depth: undefined }));
  foreground = 1000;
  live.follow(event('b'));
  foreground = 3000;
  live.hidden();
  expect(told).toEqual([
    ['a', { $duration: 1000 }],
    ['act', { $duration: 3000 }],
    ['b', { $duration: 2000 }],
  ]);
});

it('an event that is forgotten tells no more', () => {
  const live = createLive(page, () => time);
  live.follow(event('a'));
  live.forget('a');
  foreground = 1000;
  live.hidden();
  expect(told).toEqual([]);
});

it('a page view is a new one after an absence longer than it may be', () => {
  const live = createLive(page, () => time);
  live.follow(event('a', { renewAfter: 300_000 }));
  live.hidden();
  time += 300_000;
  live.shown();
  expect(told).toEqual([]);
  live.hidden();
  time += 300_001;
  live.shown();
  live.shown();
  expect(told).toEqual([['a', { renewed: true }]]);
});
