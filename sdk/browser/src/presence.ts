import { listen } from './guard';
import type { Options } from './types';

const INTERVAL_MIN = 6_000;
const INTERVAL_MAX = 60_000;

/// Whether the visitor does something, and the pings that say that they are there.
export class Presence {
  private active: number;
  private timer = 0;
  private isStarted = false;
  private readonly ends: (() => void)[];

  constructor(
    private readonly options: Options,
    private readonly now: () => number,
    private readonly ping: () => void,
  ) {
    this.active = now();
    const heard = () => {
      this.active = this.now();
      if (this.isStarted && !this.timer) {
        this.start();
      }
    };
    this.ends = ['pointermove', 'pointerdown', 'keydown', 'scroll'].map((type) =>
      listen(window, type, heard),
    );
  }

  /// Milliseconds without a movement, 0 until they exceed `idle_threshold`.
  get idle(): number {
    const millis = this.now() - this.active;
    return millis > this.options.idle_threshold ? millis : 0;
  }

  /// Pings from now on, until `stop`; they pause when the visitor is idle for `idle_timeout`.
  start(): void {
    this.stop();
    this.isStarted = true;
    const interval = Math.min(INTERVAL_MAX, Math.max(INTERVAL_MIN, this.options.ping_interval));
    this.timer = window.setInterval(() => this.tick(), interval);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.isStarted = false;
  }

  dispose(): void {
    this.stop();
    for (const end of this.ends) {
      end();
    }
  }

  private tick(): void {
    if (this.idle > this.options.idle_timeout) {
      window.clearInterval(this.timer);
      this.timer = 0;
    } else {
      this.ping();
    }
  }
}
