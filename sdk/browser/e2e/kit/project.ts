import { expect } from 'vitest';
import { type TestServer, until } from '../../../../dashboard/e2e/kit';

/** An event as the server exports it. */
export interface Stored {
  readonly name: string;
  /** Unix milliseconds */
  readonly time: number;
  readonly received: number;
  readonly person: string;
  /** its end in Unix milliseconds, as far as it was told */
  readonly activeUntil: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly visitProperties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StoredPerson {
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A project of the running server, asked over its API. */
export class Project {
  private seen: readonly string[] = [];

  private constructor(
    private readonly server: TestServer,
    readonly domain: string,
    private readonly path: string,
    readonly scriptName: string,
  ) {}

  static async create(server: TestServer, domain: string): Promise<Project> {
    const made = await server.api<{ readonly id: string }>('/api/v1/projects', {
      method: 'POST',
      body: JSON.stringify({ domain }),
    });
    const path = `/api/v1/projects/${made.id}`;
    const settings = await server.api<{ readonly tracking: { readonly scriptName: string } }>(
      `${path}/settings`,
    );
    return new Project(server, domain, path, settings.tracking.scriptName);
  }

  /** What the Install page shows. */
  async snippet(): Promise<string> {
    return (await this.server.api<{ readonly snippet: string }>(`${this.path}/install`)).snippet;
  }

  /** In the order in which they happened. */
  async events(): Promise<Stored[]> {
    const lines = await this.lines<Stored>('events');
    return lines.sort((one, other) => one.time - other.time);
  }

  people(): Promise<StoredPerson[]> {
    return this.lines<StoredPerson>('people');
  }

  private async lines<T>(what: string): Promise<T[]> {
    const text = await this.server.text(`${this.path}/export/${what}`);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  }

  /** Waits until exactly these events are there, in any order, and gives them in the order of their names here. */
  async has(...names: readonly string[]): Promise<Stored[]> {
    const wanted = [...names].sort();
    let events: Stored[] = [];
    await until(`events ${names.join(', ')} of ${this.domain}`, async () => {
      events = await this.events();
      return events.length >= names.length;
    }).catch(() => undefined);
    expect(events.map(({ name }) => name).sort()).toEqual(wanted);
    this.seen = wanted;
    const left = [...events];
    return names.map((name) => {
      const at = left.findIndex((event) => event.name === name);
      return left.splice(at, 1)[0] as Stored;
    });
  }

  refused(): Promise<string> {
    return this.server.text(`${this.path}/quarantine`);
  }

  /** Whatever it has now is what it is to have. */
  async settles(): Promise<void> {
    this.seen = (await this.events()).map(({ name }) => name).sort();
  }

  /** Empty where it has still exactly the events that it was last said to have. */
  async difference(): Promise<string> {
    const names = (await this.events()).map(({ name }) => name).sort();
    return JSON.stringify(names) === JSON.stringify(this.seen)
      ? ''
      : `${this.domain} has ${names.join(', ')}, not ${this.seen.join(', ')}`;
  }
}
