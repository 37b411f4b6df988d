import type { Host, Parts } from '../part';

const INTERVAL_MIN = 6_000;
const INTERVAL_MAX = 60_000;

/// Says at intervals that the visitor is there; pauses while they are idle for longer than `idle_timeout`.
export function pings(host: Host): Parts['pings'] {
  let timer = 0;
  let isPaused = false;
  const halt = (): void => {
    window.clearInterval(timer);
    timer = 0;
  };
  const run = (): void => {
    halt();
    const interval = Math.min(INTERVAL_MAX, Math.max(INTERVAL_MIN, host.options.ping_interval));
    timer = window.setInterval(() => host.attempt(tick), interval);
  };
  const tick = (): void => {
    isPaused = host.idle() > host.options.idle_timeout;
    if (isPaused) {
      halt();
    } else {
      host.ping();
    }
  };
  host.listen(window, 'pointermove pointerdown keydown scroll', () => {
    if (isPaused) {
      isPaused = false;
      run();
    }
  });
  const stop = (): void => {
    isPaused = false;
    halt();
  };
  host.ending(stop);
  return {
    start: () => {
      if (!timer) {
        run();
      }
    },
    stop,
  };
}
