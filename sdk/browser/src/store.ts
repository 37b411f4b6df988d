import { tolerate } from './guard';
import { randomId } from './random';
import type { Values } from './value';

export type Endpoint = 'ce' | 'identify' | 'update' | 'ping';

/// What is to be told to the server.
export interface Statement {
  /// address of the batch endpoint
  readonly url: string;
  /// whether the server's own cookie goes with it
  readonly credentials: boolean;
  readonly endpoint: Endpoint;
  readonly params: Values;
  /// Unix milliseconds
  readonly made: number;
  /// whether it was given to a beacon, which does not say whether it arrived
  readonly handed: boolean;
}

/// What the store needs of localStorage.
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'sojourn.';

/// A page that was not heard of for longer is gone, milliseconds. A page with something to send writes at least once a
/// minute.
const ALIVE = 180_000;

/// How long the server knows an event again that it has seen, milliseconds.
const KNOWN_AGAIN = 7 * 86_400_000;

/// Statements in localStorage until the server has them: one key each, under the key of their page.
///
/// The key of a page says when it last lived, 0 once it left. What a page that is gone has left behind is taken over by
/// another one, by one only where the browser has locks. Where storage is blocked all this does nothing.
export class Store {
  private readonly page = PREFIX + randomId();
  private readonly keys = new Set<string>();
  private count = 0;
  private marked = 0;
  private isLeaving = false;

  constructor(
    private readonly shelf: () => Shelf,
    private readonly now: () => number,
  ) {}

  /// @returns its key, empty when it could not be stored
  put(statement: Statement): string {
    const key = `${this.page}.${++this.count}`;
    this.keys.add(key);
    if (this.now() - this.marked > ALIVE / 6) {
      this.mark();
    }
    if (this.write(key, statement)) {
      return key;
    }
    this.remove(key);
    return '';
  }

  write(key: string, value: Statement | number): boolean {
    return tolerate(() => {
      this.shelf().setItem(key, JSON.stringify(value));
      return true;
    }, false);
  }

  remove(key: string): void {
    tolerate(() => this.shelf().removeItem(key), undefined);
    if (this.keys.delete(key) && !this.keys.size) {
      this.marked = 0;
      this.remove(this.page);
    }
  }

  /// Whether a statement is still there; it is not when another page took it over.
  has(key: string): boolean {
    return tolerate(() => this.shelf().getItem(key) !== null, true);
  }

  /// This page leaves: others may take over what it has.
  leave(): void {
    this.isLeaving = true;
    this.mark();
  }

  /// This page is there.
  stay(): void {
    this.isLeaving = false;
    this.mark();
  }

  private mark(): void {
    if (this.keys.size) {
      this.marked = this.isLeaving ? 0 : this.now();
      this.write(this.page, this.marked);
    }
  }

  /// Takes over what pages left behind, oldest first.
  adopt(): Statement[] {
    return tolerate(() => this.takeOver(this.shelf()), []);
  }

  private takeOver(shelf: Shelf): Statement[] {
    const taken: Statement[] = [];
    for (const key of keys(shelf)) {
      const page = key.slice(0, key.lastIndexOf('.'));
      if (page !== this.page && page !== 'sojourn' && this.isGone(shelf, page)) {
        const statement = tolerate(() => JSON.parse(shelf.getItem(key) ?? '') as Statement, undefined);
        shelf.removeItem(key);
        if (statement?.url && !(statement.handed && this.now() - statement.made > KNOWN_AGAIN)) {
          taken.push(statement);
        }
      }
    }
    for (const key of keys(shelf)) {
      if (key.lastIndexOf('.') < PREFIX.length && key !== this.page && this.isGone(shelf, key)) {
        shelf.removeItem(key);
      }
    }
    return taken.sort((one, other) => one.made - other.made);
  }

  private isGone(shelf: Shelf, page: string): boolean {
    return this.now() - Number(shelf.getItem(page)) > ALIVE;
  }
}

function keys(shelf: Shelf): string[] {
  const found: string[] = [];
  for (let at = 0; at < shelf.length; at++) {
    const key = shelf.key(at);
    if (key?.startsWith(PREFIX)) {
      found.push(key);
    }
  }
  return found;
}
