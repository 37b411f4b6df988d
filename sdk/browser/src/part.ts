import type { Binding } from './dialect';
import type { Action, Consent, Options } from './types';
import type { Values } from './value';

/// What a part may do with its tracker.
export interface Host {
  readonly options: Options;
  event(name: string, properties: unknown, options: Record<string, unknown>): Action | undefined;
  identify(properties: unknown): unknown;
  decorate(link: HTMLAnchorElement): unknown;
  /// listens without throwing, until the tracker ends
  listen(target: EventTarget, type: string, hear: (event: Event) => void): void;
  attempt<T, F>(run: () => T, otherwise: F): T | F;
  values(input: unknown): Values;
}

/// The parts that are loaded when they are first used.
export interface Parts {
  forms: { form(binding: Binding): void; click(binding: Binding): void };
  links: { start(): void };
  consent: { remember(answer: Consent): void };
}

export type PartName = keyof Parts;

export type Part<N extends PartName> = (host: Host) => Parts[N];

/// Gets a part, from wherever this build keeps them.
export type Load = <N extends PartName>(name: N) => Promise<Part<N>>;
