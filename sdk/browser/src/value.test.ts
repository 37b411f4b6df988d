import { describe, expect, it } from 'vitest';
import { add, empty, scalar, values } from './value';

const bytes = (value: unknown): number => new TextEncoder().encode(String(value)).length;

describe('values', () => {
  it('are sent as they are when they are text, numbers or truth', () => {
    expect(values({ plan: 'pro', price: 149.99, isNew: true })).toEqual({
      plan: 'pro',
      price: 149.99,
      isNew: true,
    });
  });

  it('are JSON text when they are objects or arrays', () => {
    expect(scalar(['a', 'b'])).toBe('["a","b"]');
    expect(scalar({ x: 1 })).toBe('{"x":1}');
  });

  it('are left out when they are undefined, functions, or the names of nothing', () => {
    const input = { a: undefined, b: () => 1, c: 'undefined', d: 'null', e: null };
    expect(values(input)).toEqual({ e: null });
  });

  it('are told as text where JSON has no word for them', () => {
    expect(scalar(10n)).toBe('10');
    expect(scalar(Symbol('s'))).toBe('Symbol(s)');
    expect(scalar(Number.NaN)).toBe('NaN');
    expect(scalar(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });

  it('are written without their cycles', () => {
    const cycle: Record<string, unknown> = { a: 1, n: 2n };
    cycle['self'] = cycle;
    cycle['list'] = [cycle, 3];
    expect(scalar(cycle)).toBe('{"a":1,"n":"2","list":[null,3]}');
  });

  it('may say the same object twice where it is no cycle', () => {
    const shared = { x: 1 };
    expect(scalar({ a: shared, b: shared })).toBe('{"a":{"x":1},"b":{"x":1}}');
  });

  it('that cannot be read cost only themselves', () => {
    const input = {
      good: 1,
      get bad() {
        throw new Error('no');
      },
      worse: {
        toJSON() {
          throw new Error('no');
        },
      },
      last: 2,
    };
    expect(values(input)).toEqual({ good: 1, last: 2 });
  });

  it('of objects that answer nothing are none', () => {
    const closed = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no');
        },
      },
    );
    expect(values(closed)).toEqual({});
    expect(values('text')).toEqual({});
    expect(values(null)).toEqual({});
  });

  it('are cut at 8 KB of UTF-8, never within a character', () => {
    expect(bytes(scalar('x'.repeat(8192)))).toBe(8192);
    expect(bytes(scalar('x'.repeat(8193)))).toBe(8192);
    expect(scalar('\u20ac'.repeat(3000))).toBe('\u20ac'.repeat(2730));
    expect(scalar(`${'x'.repeat(8190)}\u{1f600}`)).toBe('x'.repeat(8190));
  });

  it('keep a key that is a name of the language', () => {
    const input = JSON.parse('{"__proto__":"p","constructor":"c"}') as unknown;
    expect(Object.entries(values(input))).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });

  it('have keys of 200 characters and are 256 at most', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}`.padStart(210, 'k'), at]));
    const kept = Object.keys(values({ ['k'.repeat(201)]: 1 }));
    expect(kept).toEqual(['k'.repeat(200)]);
    expect(Object.keys(values(many)).length).toBeLessThanOrEqual(256);
  });

  it('can be said as properties or as key and value', () => {
    const known = empty();
    add(known, { plan: 'pro', seats: 2 }, undefined);
    add(known, 'plan', 'free');
    expect(known).toEqual({ plan: 'free', seats: 2 });
  });
});
