import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { apiUrl } from '@/lib/base';
import { sessionQuery } from '@/lib/session';
import { applied, type Live, type Message, NOTHING, paused, resumed } from './live';

export type Connection = 'connecting' | 'open' | 'lost';

const KINDS = ['snapshot', 'event', 'online', 'rate', 'refused', 'gap'] as const;
const RECONNECT_MILLIS = 3_000;

/**
 * Follows the stream of a project. Messages are gathered and applied once per animation frame, so that a busy project
 * costs one drawing per frame and not one per event.
 */
export function useLive(
  project: string,
  bots: boolean,
): { live: Live; connection: Connection; pause: () => void; resume: () => void } {
  const [live, setLive] = useState<Live>(NOTHING);
  const [connection, setConnection] = useState<Connection>('connecting');
  const waiting = useRef<Message[]>([]);
  const client = useQueryClient();

  useEffect(() => {
    setLive(NOTHING);
    setConnection('connecting');
    let frame = 0;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;

    const flush = () => {
      frame = 0;
      const messages = waiting.current;
      waiting.current = [];
      setLive((before) => applied(before, messages));
    };
    const take = (message: Message) => {
      waiting.current.push(message);
      if (frame === 0) {
        frame = document.hidden ? window.setTimeout(flush, 250) : requestAnimationFrame(flush);
      }
    };
    const open = () => {
      source = new EventSource(apiUrl(`api/v1/projects/${project}/live${bots ? '?bots=true' : ''}`));
      source.onopen = () => setConnection('open');
      source.onerror = () => {
        setConnection('lost');
        if (source?.readyState === EventSource.CLOSED) {
          // Refused rather than interrupted: perhaps nobody is signed in any more.
          void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
          clearTimeout(retry);
          retry = setTimeout(open, RECONNECT_MILLIS);
        }
      };
      for (const kind of KINDS) {
        source.addEventListener(kind, (received: MessageEvent<string>) => {
          setConnection('open');
          take({ kind, data: JSON.parse(received.data) } as Message);
        });
      }
    };
    open();
    return () => {
      source?.close();
      clearTimeout(retry);
      cancelAnimationFrame(frame);
      clearTimeout(frame);
      waiting.current = [];
    };
  }, [client, project, bots]);

  const pause = useCallback(() => setLive(paused), []);
  const resume = useCallback(() => setLive(resumed), []);
  return { live, connection, pause, resume };
}
