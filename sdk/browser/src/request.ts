import { attempt } from './guard';
import type { Options } from './types';
import { empty, put, type Values } from './value';

/// What is known of who is there, sent with every event, by its prefix.
export type Known = Record<'cv_' | 'cs_' | 'co_', Values>;

/// Event properties that speak of the request; they go without prefix.
const ALIASES = Object.assign(empty(), {
  $action: 'event',
  $app: 'app',
  $domain: 'domain',
  $duration: 'duration',
  $timestamp: 'timestamp',
  appier_app_id: 'appier_app_id',
  idptnc: 'idptnc',
});

/// Parameters that say which client, visitor and device speak.
export function envelope(params: Values, options: Options): void {
  params['screen'] = `${screen.width}x${screen.height}`;
  params['language'] = navigator.language;
  params['app'] = options.app;
  params['referer'] = document.referrer;
  if (options.ip) {
    params['ip'] = options.ip;
  }
  if (!options.domain) {
    params['_warn'] = 'no_domain';
  }
  if (!options.personalization) {
    params['close'] = true;
  }
  if (options.context) {
    attempt(() => put(params, 'context', JSON.stringify(options.context)));
  }
}

/// Adds what is known under its prefix; the organisation's id goes without.
export function addKnown(params: Values, known: Known): void {
  for (const prefix of Object.keys(known) as (keyof Known)[]) {
    for (const key of Object.keys(known[prefix])) {
      const name = prefix + key;
      put(params, name === 'co_id' ? 'org' : name, known[prefix][key]);
    }
  }
}

export function addEvent(params: Values, properties: Values): void {
  for (const key of Object.keys(properties)) {
    const alias = ALIASES[key];
    if (!alias || properties[key]) {
      put(params, alias ?? `ce_${key}`, properties[key]);
    }
  }
}

/// Whether a request says anything beside which event of whom it is about.
export const saysSomething = (params: Values): boolean =>
  Object.keys(params).some((key) => !['project', 'event', 'idptnc', 'cookie'].includes(key));
