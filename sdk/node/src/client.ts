import { randomUUID } from 'node:crypto';
import { SojournError } from './failure';
import { type Options, settings } from './options';
import { Sender, type Stats } from './sender';
import { type Callback, type Properties, statement } from './statement';

export { SojournError } from './failure';
export type { Options } from './options';
export type { Stats } from './sender';
export type { Callback, Properties, Response } from './statement';

/** What the program knows of its visitor's device; names as in `woopra`. */
export interface ClientData {
  cookie?: string;
  ip?: string;
  'user-agent'?: string | null;
  language?: string;
  screen?: string;
  referer?: string;
  referrer?: string;
  browser?: string;
  os?: string;
  device?: string;
  app?: string;
  [other: string]: unknown;
}

export interface TrackOptions {
  /** When it happened: milliseconds since 1970, a Date, or ISO-8601 with an offset. Default: now. */
  timestamp?: number | string | Date;
  referer?: string;
  referrer?: string;
  /** The caller's own id of the event; a second one with it is a duplicate. Default: a random one. */
  eventId?: string;
}

const NO_ADDRESS = '0.0.0.0';

/** Fields of the batch, by what `client()` calls them. */
const CLIENT_FIELDS: Record<string, string> = {
  cookie: 'cookie',
  'user-agent': 'user_agent',
  language: 'language',
  screen: 'screen',
  referer: 'referrer',
  referrer: 'referrer',
  browser: 'browser',
  os: 'os',
  device: 'device',
};

/**
 * Sends events and people of one project.
 *
 * Calls return at once: statements wait in memory and leave in batches, each with an id that makes sending again safe.
 * Wrong arguments throw; whatever goes wrong later is told by callback or `onError`.
 */
export class Sojourn {
  readonly projectKey: string;
  private options: Options;
  private readonly sender: Sender;
  private device: ClientData = {};
  private visitor: Properties = {};
  /** Whether the visitor is to be told of when the running call is over. */
  private untold = false;

  /** @param project usually its domain */
  constructor(project: string, options: Options = {}) {
    this.projectKey = project;
    this.options = { ...options };
    this.sender = new Sender(settings(project, this.options));
  }

  /** Options as they are. */
  config(): Options;
  /** Changes some. */
  config(options: Options): this;
  config(options?: Options): Options | this {
    if (options === undefined) {
      return { ...this.options };
    }
    const changed = { ...this.options, ...options };
    this.sender.settings = settings(this.projectKey, changed);
    this.options = changed;
    return this;
  }

  client(): ClientData;
  /** Says what is known of the visitor's device; without an `ip` the events belong to no visit of their own. */
  client(data: ClientData): this;
  client(data?: ClientData): ClientData | this {
    if (data === undefined) {
      return { ip: NO_ADDRESS, ...this.device };
    }
    Object.assign(this.device, data);
    return this;
  }

  /**
   * Says who is meant from now on, and tells the server so: with the next `track()` or `push()` of the same run of the
   * program, else by itself right after it. Properties add up as long as the id stays the same.
   */
  identify(id: string, properties?: Properties): this;
  identify(properties: Properties): this;
  identify(who: string | Properties, properties: Properties = {}): this {
    const said = typeof who === 'object' && who !== null ? { ...who } : { ...properties, email: who };
    if (typeof who !== 'object' && (typeof who !== 'string' || who === '')) {
      throw new TypeError('identify() needs an id, usually the email, or properties');
    }
    if (isAnother(this.visitor, said)) {
      this.tellVisitor();
      this.visitor = {};
    }
    Object.assign(this.visitor, said);
    if (!this.untold && Object.keys(said).length > 0) {
      this.untold = true;
      queueMicrotask(() => this.tellVisitor());
    }
    return this;
  }

  /** Tells of the visitor without an event. */
  push(callback?: Callback): this {
    this.untold = false;
    this.say({ type: 'identify', ...this.visiting() }, callback);
    return this;
  }

  /** The visit goes on. */
  ping(options?: unknown, callback?: Callback): this {
    this.say(
      { type: 'ping', ...this.visiting() },
      typeof options === 'function' ? (options as Callback) : callback,
    );
    return this;
  }

  /** An event of the visitor that `identify()` or `client()` named. */
  track(name: string, properties?: Properties, options?: TrackOptions, callback?: Callback): this;
  track(name: string, properties: Properties, callback: Callback): this;
  track(name: string, callback: Callback): this;
  /** An event of this person, whoever else was named before. Told from the other by its second argument, a text. */
  track(
    email: string,
    event: string,
    properties?: Properties,
    options?: TrackOptions,
    callback?: Callback,
  ): this;
  track(email: string, event: string, properties: Properties, callback: Callback): this;
  track(...args: unknown[]): this {
    const last = args.at(-1);
    const callback = typeof last === 'function' ? (last as Callback) : undefined;
    const said = callback === undefined ? args : args.slice(0, -1);
    const names = typeof said[1] === 'string' ? 2 : 1;
    const name = said[names - 1];
    if (typeof said[0] !== 'string' || said[0] === '' || typeof name !== 'string' || name === '') {
      throw new TypeError(
        names === 1 ? 'track() needs the name of the event' : 'track() needs an email and a name',
      );
    }
    const options = (said[names + 1] ?? {}) as TrackOptions;
    const referrer = options.referrer ?? options.referer;
    const who = names === 1 ? this.visiting() : { standalone: true, person: { email: said[0] } };
    if (names === 1) {
      this.untold = false;
    }
    this.say(
      {
        event: name,
        event_id: options.eventId ?? randomUUID(),
        ...who,
        ...(referrer === undefined ? {} : { referrer }),
        ...(options.timestamp === undefined ? {} : { time: moment(options.timestamp) }),
        properties: said[names] ?? undefined,
      },
      callback,
    );
    return this;
  }

  /** Forgets the visitor and the device. */
  reset(): this {
    this.tellVisitor();
    this.visitor = {};
    this.device = {};
    return this;
  }

  /** Sends what waits. Resolves when all that was said before is settled; rejects never. */
  flush(): Promise<void> {
    this.tellVisitor();
    return this.sender.flush();
  }

  /** Sends what waits, for `closeTimeout` at most, and refuses what is said afterwards. Rejects never. */
  close(): Promise<void> {
    this.tellVisitor();
    return this.sender.close();
  }

  stats(): Stats {
    return this.sender.stats();
  }

  private tellVisitor(): void {
    if (this.untold) {
      this.push();
    }
  }

  private visiting(): Record<string, unknown> {
    const wire: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(CLIENT_FIELDS)) {
      const value = this.device[name];
      if (value !== undefined && value !== null && value !== '') {
        wire[field] = String(value);
      }
    }
    const ip = this.device.ip ?? NO_ADDRESS;
    Object.assign(wire, ip === NO_ADDRESS ? { standalone: true } : { ip: String(ip) });
    if (wire.cookie === undefined && Object.keys(this.visitor).length === 0) {
      throw new TypeError('nobody was named: identify() or client({cookie}) comes first');
    }
    return { ...wire, person: this.visitor };
  }

  private say(wire: Record<string, unknown>, callback: Callback | undefined): void {
    try {
      const app = this.device.app ?? 'node';
      this.sender.add(statement({ time: Date.now(), app, ...wire }, callback));
    } catch (error) {
      if (!(error instanceof SojournError)) {
        throw error;
      }
      this.sender.refuse({ json: '', bytes: 0, callback }, error);
    }
  }
}

/** Whether it is a person of another id, as far as both say. */
function isAnother(visitor: Properties, said: Properties): boolean {
  const key = said.id !== undefined && visitor.id !== undefined ? 'id' : 'email';
  return said[key] !== undefined && visitor[key] !== undefined && said[key] !== visitor[key];
}

/** Whole milliseconds, or the text as it is. */
function moment(timestamp: number | string | Date): unknown {
  if (typeof timestamp === 'string' && !/^-?\d+$/.test(timestamp)) {
    return timestamp;
  }
  const millis = Math.trunc(Number(timestamp));
  if (Number.isNaN(millis)) {
    throw new TypeError(`timestamp must be a time, got ${String(timestamp)}`);
  }
  return millis;
}
