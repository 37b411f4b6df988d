import type { Consent, Options, Properties } from './types';

/// What a part may do with its tracker.
export interface Host {
  readonly options: Options;
  idle(): number;
  event(name: string, properties: Properties, options: Record<string, unknown>): unknown;
  identify(properties: unknown): unknown;
  decorate(link: HTMLAnchorElement): unknown;
  ping(): unknown;
  /// `/path?query`, title and `#hash` as page views tell them
  page(): { url: string; title: string; hash: string };
  /// the page is another one now
  moved(): void;
  /// runs it without throwing
  attempt<T>(run: () => T): T | undefined;
  /// listens without throwing, until the tracker ends
  listen(target: EventTarget, types: string, hear: (event: Event) => void): void;
  /// runs it when the tracker ends
  ending(end: () => void): void;
}

/// The parts that are loaded when they are first used.
export interface Parts {
  forms: { form(args: readonly unknown[]): void; click(args: readonly unknown[]): void };
  links: { clicks(): void; crossing(): void };
  pings: { start(): void; stop(): void };
  history: { watch(): void };
  consent: { remember(answer: Consent): void };
}

export type PartName = keyof Parts;

export type Part<N extends PartName> = (host: Host) => Parts[N];

/// Gets a part, from wherever this build keeps them.
export type Load = <N extends PartName>(name: N) => Promise<Part<N>>;
