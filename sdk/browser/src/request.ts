import { attempt } from './guard';
import type { Options } from './types';
import { empty, limited, put, type Values } from './value';

/// What is known of who is there, sent with every event.
export interface Known {
  readonly person: Values;
  readonly visit: Values;
  readonly organisation: Values;
}

/// Event properties that speak of the request; they go without prefix.
const ALIASES: Readonly<Record<string, string>> = {
  $action: 'event',
  $app: 'app',
  $domain: 'domain',
  $duration: 'duration',
  $timestamp: 'timestamp',
  appier_app_id: 'appier_app_id',
  idptnc: 'idptnc',
};

/// Parameters that say which client, visitor and device speak.
export function envelope(options: Options, instance: string, project: string, meta: string): Values {
  const params = empty();
  params['project'] = project;
  params['instance'] = instance;
  params['meta'] = meta;
  params['screen'] = `${window.screen.width}x${window.screen.height}`;
  params['language'] = navigator.language || '';
  params['app'] = options.app;
  params['referer'] = document.referrer;
  if (options.ip) {
    params['ip'] = options.ip;
  }
  if (!options.domain) {
    params['_warn'] = 'no_domain';
  }
  if (!options.personalization) {
    params['close'] = 'true';
  }
  if (options.context) {
    const context = options.context;
    attempt(() => put(params, 'context', JSON.stringify(context)), undefined);
  }
  return params;
}

/// Adds properties under their prefix; aliases and the organisation's id go without.
export function addKnown(params: Values, { person, visit, organisation }: Known): void {
  prefix(params, 'cv_', person);
  prefix(params, 'cs_', visit);
  prefix(params, 'co_', organisation);
  if (params['co_id'] !== undefined) {
    put(params, 'org', params['co_id']);
    delete params['co_id'];
  }
}

export function addEvent(params: Values, properties: Values): void {
  for (const key of Object.keys(properties)) {
    put(params, ALIASES[key] ?? `ce_${key}`, properties[key]);
  }
}

function prefix(params: Values, by: string, properties: Values): void {
  for (const key of Object.keys(properties)) {
    put(params, by + key, properties[key]);
  }
}

/// Whether a request says anything beside which event of whom it is about.
export function saysSomething(params: Values): boolean {
  return Object.keys(params).some((key) => !['project', 'event', 'idptnc', 'cookie'].includes(key));
}

export const sendable = limited;
