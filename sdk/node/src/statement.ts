import { SojournError } from './failure';

/** Answer to one statement, in the form in which callbacks of `woopra` read theirs. */
export interface Response {
  statusCode: number;
  responseCode: number;
  body: { status: string };
}

export type Callback = (error: SojournError | null, response: Response | null) => void;

export type Properties = Record<string, unknown>;

/** One line of a batch, written down when it was said: later changes of its objects change nothing. */
export interface Statement {
  readonly json: string;
  readonly bytes: number;
  readonly callback: Callback | undefined;
}

/**
 * @param wire fields of the native batch, `docs/protocol.md`; undefined ones are left out
 * @throws SojournError `invalid_value`
 */
export function statement(wire: Record<string, unknown>, callback: Callback | undefined): Statement {
  let json: string;
  try {
    json = JSON.stringify(wire, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
  } catch (cause) {
    throw new SojournError('invalid_value', `a property cannot be written as JSON: ${String(cause)}`, {
      cause,
    });
  }
  return { json, bytes: Buffer.byteLength(json), callback };
}
