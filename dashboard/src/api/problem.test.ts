import { describe, expect, test } from 'vitest';
import { problemOf } from './problem';

const body = {
  type: 'about:blank',
  title: 'invalid request',
  status: 400,
  code: 'INVALID',
  requestId: 'r-1',
  errors: [
    { code: 'INVALID', field: 'email', message: 'must be an address' },
    { code: 'INVALID', field: '/name', message: 'is needed' },
    { code: 'INVALID', field: '', message: 'the body is too long' },
  ],
};

describe('a problem', () => {
  test('says what is wrong with each field, and the rest apart', () => {
    const problem = problemOf(400, body, null);
    expect(problem.kind).toBe('invalid');
    expect(problem.requestId).toBe('r-1');
    expect(problem.field('email')).toBe('Must be an address.');
    expect(problem.field('name')).toBe('Is needed.');
    expect(problem.field('password')).toBeNull();
    expect(problem.rest('email', 'name')).toBe('The body is too long.');
  });

  test.each([
    [401, 'signed-out'],
    [403, 'denied'],
    [404, 'missing'],
    [409, 'conflict'],
    [429, 'throttled'],
    [500, 'failed'],
    [503, 'offline'],
  ] as const)('of status %i is %s', (status, kind) => {
    expect(problemOf(status, body, null).kind).toBe(kind);
  });

  test('keeps how long to wait', () => {
    expect(problemOf(429, body, '42').retryAfterSeconds).toBe(42);
    expect(problemOf(429, body, null).retryAfterSeconds).toBeNull();
  });

  test('is made of any body, also of none', () => {
    expect(problemOf(502, null, null).message).toBe('The server answered 502.');
    expect(problemOf(500, 'text', null).errors).toEqual([]);
  });
});
