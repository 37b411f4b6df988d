import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { start, type TestServer } from './server';

let server: TestServer;

beforeEach(async () => {
  server = await start();
});

afterEach(() => server.close());

/** Runs a program that uses the built package by its name, and gives its exit code with all that it printed. */
function run(
  program: string,
  type: 'commonjs' | 'module',
): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve) => {
    const node = spawn(process.execPath, [`--input-type=${type}`, '--eval', program], {
      env: { ...process.env, SOJOURN_HOST: `http://127.0.0.1:${server.port}` },
    });
    let printed = '';
    for (const stream of [node.stdout, node.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
      });
    }
    node.on('close', (code) => resolve({ code, printed }));
  });
}

describe('the package', () => {
  it('is the class itself for require, so that only the name changes', async () => {
    const { code, printed } = await run(
      `const Woopra = require('@sojourn/node');
       const woopra = new Woopra('example.com', { ssl: true });
       woopra.identify('a@b.c', { plan: 'pro' });
       woopra.track('signup', { n: 1 }, (error, response) => console.log(error, response.statusCode));
       console.log(Woopra.Sojourn === Woopra, Woopra.default === Woopra, typeof Woopra.SojournError);`,
      'commonjs',
    );
    expect(printed).toBe('true true function\nnull 200\n');
    expect(code).toBe(0);
  });

  it('can be imported by name and as default', async () => {
    const { code, printed } = await run(
      `import Default, { Sojourn, SojournError } from '@sojourn/node';
       import { createRequire } from 'node:module';
       const required = createRequire(process.cwd() + '/x.js')('@sojourn/node');
       console.log(Default === Sojourn, required === Sojourn, required.SojournError === SojournError);
       await new Sojourn('example.com').track('a@b.c', 'renewed', { n: 1 }).close();`,
      'module',
    );
    expect(printed).toBe('true true true\n');
    expect(code).toBe(0);
    expect(server.items()).toHaveLength(1);
  });

  it('sends what waits before the process ends by itself', async () => {
    const { code } = await run(
      `const Sojourn = require('@sojourn/node');
       new Sojourn('example.com', { flushInterval: 60000 }).track('a@b.c', 'last words');
       new Sojourn('example.com', { flushInterval: 60000 }).identify('a@b.c', { plan: 'pro' });`,
      'commonjs',
    );
    expect(code).toBe(0);
    expect(server.items().map((item) => item.event ?? item.type)).toEqual(
      expect.arrayContaining(['last words', 'identify']),
    );
  });

  it('does not keep a process alive for a server that is not there', async () => {
    const { code, printed } = await run(
      `const Sojourn = require('@sojourn/node');
       const gone = new Sojourn('example.com', { host: 'http://127.0.0.1:1', closeTimeout: 50 });
       gone.track('a@b.c', 'last words', {}, error => console.log(error.code));
       gone.track('a@b.c', 'more last words');`,
      'commonjs',
    );
    expect(code).toBe(0);
    expect(printed).toContain('not_sent\n');
    expect(printed).toContain('SojournWarning: a statement was not taken: not_sent');
    expect(printed).not.toContain('UnhandledPromiseRejection');
  });

  it('leaves what a callback throws to the program, and goes on', async () => {
    const { code, printed } = await run(
      `const Sojourn = require('@sojourn/node');
       process.on('uncaughtException', error => console.log('caught', error.message));
       const client = new Sojourn('example.com');
       client.track('a@b.c', 'one', {}, () => { throw new Error('mine'); });
       client.track('a@b.c', 'two', {}, () => console.log('told'));`,
      'commonjs',
    );
    expect(code).toBe(0);
    expect(printed.split('\n').sort()).toEqual(['', 'caught mine', 'told']);
  });
});
