import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the first start of a server wrote for its owner. */
export interface FirstRun {
  readonly url: string;
  readonly owner: { readonly email: string; readonly password: string };
  readonly api: { readonly appId: string; readonly secret: string };
  readonly projects: readonly { readonly id: string; readonly domain: string }[];
}

export interface ServerOptions {
  /** Domains of projects that the server creates; the first one is the kit's default. */
  readonly projects?: readonly string[];
  /** Further options of `sojourn run`, such as `--base-path`. */
  readonly options?: readonly string[];
}

const startMillisMax = 120_000;
const awaitMillisMax = 20_000;

/** The packaged server as a child process, on a free port and a data folder of its own that ends with it. */
export class TestServer {
  private constructor(
    readonly url: string,
    readonly firstRun: FirstRun,
    private process: ChildProcess,
    private readonly folder: string,
    private readonly options: readonly string[],
    private readonly lines: string[],
  ) {}

  /** Serves on return. `E2E_PROGRAM` names another program than that of the last build. */
  static async start({ projects = ['shop.example'], options = [] }: ServerOptions = {}): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), 'sojourn-e2e-'));
    const data = join(folder, 'data');
    const all = ['--data', data, ...projects.flatMap((domain) => ['--project', domain]), ...options];
    const child = launch('0', all);
    const lines: string[] = [];
    try {
      const url = await listening(child, lines);
      const firstRun = JSON.parse(await readFile(join(data, 'first-run.json'), 'utf8')) as FirstRun;
      return new TestServer(url, firstRun, child, folder, all, lines);
    } catch (error) {
      await end(child);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get domain(): string {
    return this.project(0).domain;
  }

  /** Number of the first project. */
  get projectId(): string {
    return this.project(0).id;
  }

  private project(index: number): { readonly id: string; readonly domain: string } {
    const project = this.firstRun.projects[index];
    if (project === undefined) throw new Error(`the server was started without project ${index}`);
    return project;
  }

  /** Everything that it printed so far. */
  get output(): string {
    return this.lines.join('\n');
  }

  /** Sends one event as a browser would; its name `pv` is a page view. */
  async track(
    event: string,
    fields: Readonly<Record<string, string>> = {},
    domain = this.domain,
  ): Promise<void> {
    const query = new URLSearchParams({ host: domain, cookie: 'visitor-1', event, ...fields });
    const response = await fetch(`${this.url}/track/ce/?${query}`);
    if (!response.ok) throw new Error(`tracking answered ${response.status}: ${await response.text()}`);
  }

  /** A call of the API with the owner's key; the answer's JSON. */
  async api<T>(path: string, init: RequestInit = {}): Promise<T> {
    const text = await this.text(path, init);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The same with the answer as text. */
  async text(path: string, init: RequestInit = {}): Promise<string> {
    const { appId, secret } = this.firstRun.api;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Basic ${Buffer.from(`${appId}:${secret}`).toString('base64')}`);
    if (init.body !== undefined && init.body !== null && !headers.has('Content-Type')) {
      headers.set('Content-Type', 'application/json');
    }
    const response = await fetch(`${this.url}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
    return text;
  }

  /** Until everything that was sent is in the stores. */
  async applied(): Promise<void> {
    await until('all records applied', async () => {
      const status = await this.api<{ lagRecords: number | string }>('/api/v1/status');
      return Number(status.lagRecords) === 0;
    });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await end(this.process);
  }

  /** After a kill: serves again on return, at the same address with the same data. */
  async restart(): Promise<void> {
    this.process = launch(new URL(this.url).port, this.options);
    this.lines.length = 0;
    await listening(this.process, this.lines);
  }

  async stop(): Promise<void> {
    await end(this.process);
    await rm(this.folder, { recursive: true, force: true });
  }
}

function launch(port: string, options: readonly string[]): ChildProcess {
  const program =
    process.env['E2E_PROGRAM'] ??
    fileURLToPath(new URL('../../../server/target/dist/bin/sojourn', import.meta.url));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('SOJOURN_')),
  );
  return spawn(program, ['run', '--port', port, ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Asks again until something holds. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + awaitMillisMax;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function listening(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the server did not start: ${lines.join('\n')}`)),
      startMillisMax,
    );
    const read = (text: string): void => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      const found = /listening on (https?:\/\/[^\s,]+)/.exec(lines.join('\n'));
      if (found?.[1] !== undefined) {
        clearTimeout(late);
        resolve(found[1]);
      }
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${code}: ${lines.join('\n')}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
