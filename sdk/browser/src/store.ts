import { tolerate } from './guard';
import { randomId } from './random';
import type { Values } from './value';

/// What is to be told to the server.
export interface Statement {
  /// address of the batch endpoint
  readonly url: string;
  /// whether the server's own cookie goes with it
  readonly credentials: boolean;
  readonly endpoint: 'ce' | 'identify' | 'update' | 'ping';
  readonly params: Values;
  /// Unix milliseconds
  readonly made: number;
  /// whether it was given to a beacon, which does not say whether it arrived
  readonly handed?: boolean;
}

/// What the store needs of localStorage; its keys are its own properties.
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/// Statements in localStorage until the server has them: one key each, under the key of their page.
///
/// The key of a page says when it last lived, 0 once it left. What a page that is gone has left behind is taken over by
/// another one, by one only where the browser has locks. Where storage is blocked all this does nothing.
export interface Store {
  /// @returns its key, empty when it could not be stored
  put(statement: Statement): string;
  write(key: string, value: unknown): boolean;
  remove(key: string): void;
  /// Whether a statement is still there; it is not when another page took it over.
  has(key: string): boolean;
  /// Says that this page is there, or leaves what it has to others.
  mark(isThere: boolean): void;
  /// Takes over what pages left behind, oldest first.
  adopt(): Statement[];
}

const PREFIX = 'sojourn.';

/// A page that was not heard of for longer is gone, milliseconds. A page with something to send writes at least once a
/// minute.
const ALIVE = 180_000;

/// How long the server knows an event again that it has seen, milliseconds.
const KNOWN_AGAIN = 7 * 86_400_000;

export function createStore(shelf: () => Shelf, now: () => number): Store {
  const page = PREFIX + randomId();
  const own = new Set<string>();
  let count = 0;
  let marked = 0;
  let isLeaving = false;

  const write = (key: string, value: unknown): boolean =>
    tolerate(() => {
      shelf().setItem(key, JSON.stringify(value));
      return true;
    }) ?? false;

  const mark = (isThere: boolean): void => {
    isLeaving = !isThere;
    if (own.size) {
      marked = isThere ? now() : 0;
      write(page, marked);
    }
  };

  const remove = (key: string): void => {
    tolerate(() => shelf().removeItem(key));
    if (own.delete(key) && !own.size) {
      marked = 0;
      remove(page);
    }
  };

  const adopt = (): Statement[] => {
    const taken: Statement[] = [];
    const all = shelf();
    const isGone = (key: string) => now() - Number(all.getItem(key)) > ALIVE;
    for (const key of Object.keys(all)) {
      const [, name, number] = key.split('.');
      const owner = PREFIX + name;
      if (key.startsWith(owner) && owner !== page && isGone(owner)) {
        const statement =
          number && (tolerate(() => JSON.parse(all.getItem(key) ?? '')) as Statement | undefined);
        if (statement && !(statement.handed && now() - statement.made > KNOWN_AGAIN)) {
          taken.push(statement);
        }
        all.removeItem(key);
      }
    }
    return taken.sort((one, other) => one.made - other.made);
  };

  return {
    put(statement) {
      const key = `${page}.${++count}`;
      own.add(key);
      if (now() - marked > ALIVE / 6) {
        mark(!isLeaving);
      }
      if (write(key, statement)) {
        return key;
      }
      remove(key);
      return '';
    },
    write,
    remove,
    has: (key) => tolerate(() => shelf().getItem(key) !== null) ?? true,
    mark,
    adopt: () => tolerate(adopt) ?? [],
  };
}
