import { type Owner, TrackedAction, tell } from './action';
import { type Address, endpointsOf } from './address';
import { clicks } from './clicks';
import { Gate } from './consent';
import { eraseCookie, type Jar, readCookie, writeCookie } from './cookie';
import { clickBinding, formBinding, optionsOf, PAGE_VIEW, tracked } from './dialect';
import { attempt, errorCount, isFunction, isObject, later, listen } from './guard';
import { watchSettled } from './history';
import { Live } from './live';
import { setOption, standardOptions } from './options';
import type { Host, Load, Part, PartName, Parts } from './part';
import { Presence } from './presence';
import { CAMPAIGN_KEYS, CROSSING_KEYS, campaign, crossing, crossingId, visitor, without } from './query';
import type { Handling } from './queue';
import { randomId } from './random';
import { addEvent, addKnown, envelope, type Known, saysSomething, sendable } from './request';
import { type Runtime, runtime } from './runtime';
import type { Endpoint } from './store';
import type { Consent, Options } from './types';
import { empty, put, scalar, type Values, values } from './value';

/// Where a tracker comes from.
export interface Origin {
  /// of its script, where there is one
  readonly address: Address | undefined;
  readonly load: Load;
}

/// Waiting for a part that could not be loaded, milliseconds.
const PART_RETRY = 5_000;
const PART_TRIES = 4;

const now = (): number => Date.now();

/// Ids of visitors whose browser keeps no cookie, by the cookie's name: for as long as the page is there.
const memory = new Map<string, string>();

/// A tracker: what a page calls. Nothing here throws into it, see `public.ts`.
export class Tracker implements Owner, Host {
  readonly version = 11;
  loaded = false;
  readonly options: Options;
  private readonly runtime: Runtime;
  private readonly gate: Gate;
  private readonly live: Live;
  private readonly presence: Presence;
  private readonly parts = new Map<PartName, Promise<unknown>>();
  private readonly ends: (() => void)[] = [];
  private known: Known = { person: empty(), visit: empty(), organisation: empty() };
  private hiddenCampaign = empty();
  private isCampaignTold = false;
  private isPushing = false;
  private knownCookie: string | undefined;
  private isCookieTold = false;
  private lastPage = '';
  private stopHistory: (() => void) | undefined;

  constructor(
    readonly instanceName: string,
    private readonly origin: Origin,
  ) {
    this.options = standardOptions(location.hostname, location.protocol === 'https:', now());
    this.runtime = runtime();
    this.gate = new Gate(this.options);
    this.live = new Live(this.runtime.page, now);
    this.presence = new Presence(this.options, now, () => this.ping());
    this.runtime.page.watch(this.live);
  }

  get errors(): number {
    return errorCount();
  }

  get idle(): number {
    return this.presence.idle;
  }

  /// The visitor's id, none while it is not known whether there may be one.
  get cookie(): string | undefined {
    if (this.gate.isOpen && !this.knownCookie) {
      const { cookie_name: name, use_cookies: isKept } = this.options;
      const kept = isKept ? readCookie(name) : undefined;
      this.knownCookie = crossingId(location.href) ?? kept ?? memory.get(name) ?? randomId();
      memory.set(name, this.knownCookie);
      if (isKept) {
        writeCookie(this.jar(), this.knownCookie);
      }
    }
    return this.knownCookie;
  }

  config(key?: unknown, value?: unknown): unknown {
    if (!isObject(key)) {
      const name = String(key);
      if (value === undefined) {
        return (this.options as unknown as Record<string, unknown>)[name];
      }
      setOption(this.options, name, value, now());
    } else {
      for (const name of Object.keys(key)) {
        attempt(() => setOption(this.options, name, key[name], now()), undefined);
      }
    }
    this.knownCookie = undefined;
    if (this.loaded) {
      this.applyOptions();
    }
    this.gate.open();
    return this;
  }

  /// Begins to work with the options as they are; the first call that tells something does so too.
  init(): this {
    if (!this.loaded) {
      this.loaded = true;
      this.ends.push(listen(document, 'click', (event) => this.clicked(event as MouseEvent)));
      this.applyOptions();
      this.gate.pass(() => this.cookie);
      tell(this.options.initialized, this as never);
    }
    return this;
  }

  identify(key?: unknown, value?: unknown, third?: unknown, fourth?: unknown): unknown {
    if (typeof key === 'string' && value === undefined && !key.includes('@')) {
      return this.known.person[key];
    }
    if (isObject(key)) {
      Object.assign(this.known.person, values(key));
      this.tellOrganisation(value, third);
    } else {
      const isAddress = value === undefined && typeof key === 'string';
      put(this.known.person, isAddress ? 'email' : String(scalar(key) ?? ''), isAddress ? key : value);
      this.tellOrganisation(third, fourth);
    }
    if (this.options.auto_push && !this.isPushing) {
      this.isPushing = true;
      later(0, () => this.push());
    }
    return this;
  }

  identifyOrg(key?: unknown, value?: unknown): this {
    this.tellOrganisation(key, value);
    return this;
  }

  visit(key?: unknown, value?: unknown): this {
    add(this.known.visit, key, value);
    return this;
  }

  track(...args: unknown[]): this {
    const { name, properties, options } = tracked(args);
    this.event(name, properties, options);
    return this;
  }

  update(id?: unknown, properties?: unknown, options?: unknown): this {
    const params = empty();
    put(params, 'idptnc', id);
    this.sendUpdate(params, properties, optionsOf(options));
    return this;
  }

  cancelAction(id?: unknown): this {
    this.live.forget(String(id));
    this.runtime.outbox.cancel(String(id));
    return this;
  }

  trackForm(...args: unknown[]): this {
    const binding = formBinding(args, 'Tracked Form');
    this.use('forms', (forms) => forms.form(binding));
    return this;
  }

  trackClick(...args: unknown[]): this {
    const binding = clickBinding(args, 'Item Clicked');
    this.use('forms', (forms) => forms.click(binding));
    return this;
  }

  /// Sends what is known of the visitor, and everything that waits.
  push(done?: unknown): this {
    this.init();
    this.isPushing = false;
    const params = this.request();
    params['timeout'] = this.options.idle_timeout;
    const told = isFunction(done) ? () => attempt(done, undefined) : undefined;
    const isKnown = Object.keys(params).some((key) => /^(?:c[vso]_|org$)/.test(key));
    if (isKnown) {
      this.send('identify', params, { done: told });
    } else if (told) {
      later(0, told);
    }
    this.gate.pass(() => this.runtime.outbox.flush());
    return this;
  }

  ping(): this {
    const params = this.envelope();
    params['timeout'] = this.options.idle_timeout;
    this.send('ping', params, { passing: true });
    return this;
  }

  startPing(): this {
    this.presence.start();
    return this;
  }

  stopPing(): this {
    this.presence.stop();
    return this;
  }

  call(method?: unknown, ...args: unknown[]): unknown {
    const own = (this as unknown as Record<string, unknown>)[typeof method === 'string' ? method : ''];
    const run = isFunction(method) ? method : own;
    return isFunction(run) ? run.apply(this, args) : this;
  }

  /// `granted`, `denied` or `pending`; without an argument what holds.
  consent(answer?: unknown): unknown {
    if (answer !== 'granted' && answer !== 'denied' && answer !== 'pending') {
      return this.gate.consent;
    }
    if (answer === 'denied') {
      this.forget();
      this.runtime.outbox.clear();
    }
    this.gate.set(answer as Consent);
    if (this.options.consent_cookie) {
      this.use('consent', (consent) => consent.remember(answer));
    }
    return this;
  }

  /// Another visitor from now on.
  reset(): this {
    this.forget();
    this.gate.pass(() => this.cookie);
    return this;
  }

  dispose(): void {
    this.runtime.page.unwatch(this.live);
    this.live.clear();
    this.presence.dispose();
    this.stopHistory?.();
    for (const end of this.ends.splice(0)) {
      end();
    }
  }

  /// A link or an address with the visitor's id, for another domain of the project.
  decorate(link?: unknown): unknown {
    const id = this.cookie;
    if (link instanceof HTMLAnchorElement) {
      link.href = id ? crossing(link.href, id) : link.href;
      return link;
    }
    return id ? crossing(String(link), id) : link;
  }

  undecorate(url?: unknown): string {
    return without(String(url), CROSSING_KEYS);
  }

  autoDecorate(): this {
    this.use('links', (links) => links.start());
    return this;
  }

  getUrlId(url: unknown = location.href): string | undefined {
    return crossingId(String(url));
  }

  getCookie(): string | undefined {
    return this.cookie;
  }

  getEndpoint(endpoint: unknown = ''): string {
    const { host, protocol, track_path: path, third_party: isThirdParty, domain } = this.options;
    const standard = () => this.origin.address?.endpoints ?? endpointsOf(location.origin, path, '');
    let base = host ? endpointsOf(host, path, location.protocol) : standard();
    if (/^https?:?$/.test(protocol)) {
      base = base.replace(/^https?:/, `${protocol.replace(':', '')}:`);
    }
    if (isThirdParty && !domain) {
      throw new Error('third_party needs a domain');
    }
    const rest = endpoint ? `${endpoint}/` : '';
    return base + (isThirdParty ? `tp/${encodeURIComponent(domain)}/` : '') + rest;
  }

  getProtocol(): string {
    return this.getEndpoint().replace(/:.*/, '');
  }

  getPageUrl(): string {
    return location.pathname + (this.options.ignore_query_url ? '' : location.search);
  }

  getPageHash(): string {
    return this.options.save_url_hash ? location.hash : '';
  }

  /// As the document writes it, `&amp;` and all: w.js tells it so, and reports go on under the same titles.
  getPageTitle(): string {
    return document.querySelector('title')?.innerHTML ?? '';
  }

  getDomainName(): string {
    return location.hostname;
  }

  getURI(): string {
    return location.href;
  }

  getOptionParams(): Values {
    return this.envelope();
  }

  sendBeacons(): this {
    this.runtime.outbox.flush();
    return this;
  }

  sleep(): void {}

  /// An event on its way; none where the page took it back before.
  event(name: string, given: unknown, options: Record<string, unknown>): TrackedAction | undefined {
    this.init();
    const isPage = name === PAGE_VIEW;
    const properties = { ...this.campaign(), ...(isPage ? this.pageView() : {}), ...values(given) };
    const augment = this.options.augment_action;
    if (augment) {
      Object.assign(properties, values(attempt(() => augment(name, properties), undefined)));
    }
    const params = this.request();
    params['event'] = name;
    params['timeout'] = Number(options['timeout']) || this.options.idle_timeout;
    params['idptnc'] = randomId();
    addEvent(params, properties);
    const action = new TrackedAction(this, name, String(params['idptnc']), params, options);
    tell(options['onBeforeSend'], action);
    if (action.isCancelled) {
      return undefined;
    }
    this.send('ce', params, handlingOf(options, action));
    this.follow(action, given, options);
    const { ping, dialect } = this.options;
    if (ping ?? dialect === 'guide') {
      this.presence.start();
    }
    return action;
  }

  updateAction(action: TrackedAction, properties: unknown, options: unknown): void {
    const params = empty();
    params['event'] = action.name;
    params['idptnc'] = action.id;
    const given = optionsOf(options);
    this.sendUpdate(params, properties, given, action);
  }

  listen(target: EventTarget, type: string, hear: (event: Event) => void): void {
    this.ends.push(listen(target, type, hear));
  }

  attempt<T, F>(run: () => T, otherwise: F): T | F {
    return attempt(run, otherwise);
  }

  values(input: unknown): Values {
    return values(input);
  }

  private follow(action: TrackedAction, given: unknown, options: Record<string, unknown>): void {
    const lifecycle = options['lifecycle'] ?? (action.name === PAGE_VIEW ? 'page' : '');
    if (lifecycle !== 'page' && lifecycle !== 'action') {
      return;
    }
    const depth = action.params['ce_scroll depth'];
    this.live.follow(
      {
        id: action.id,
        isPage: lifecycle === 'page',
        renewAfter: options['retrack'] ? Number(action.params['timeout']) : undefined,
        tell: (properties) => this.updateAction(action, properties, undefined),
        renew: () => this.event(action.name, { ...values(given), returning: true }, options),
      },
      typeof depth === 'number' ? depth : undefined,
    );
  }

  private sendUpdate(
    params: Values,
    properties: unknown,
    options: Record<string, unknown>,
    about?: TrackedAction,
  ): void {
    this.init();
    params['project'] = this.project();
    addEvent(params, values(properties));
    const id = String(params['idptnc'] ?? '');
    const action = about ?? new TrackedAction(this, '', id, params, options);
    tell(options['onBeforeSend'], action);
    if (id && saysSomething(params)) {
      this.send('update', params, { ...handlingOf(options, action), urgent: true });
    }
  }

  /// The visitor's id is added last, for until it may be known there is none.
  private send(endpoint: Endpoint, params: Values, handling: Handling): void {
    const url = this.getEndpoint('push');
    const credentials = this.options.third_party;
    const made = now();
    this.gate.pass(() => {
      const cookie = this.toldCookie();
      const whole = sendable(cookie ? { ...params, cookie } : params);
      this.runtime.outbox.add(
        { url, credentials, endpoint, params: whole, made, handed: false },
        { ...handling, unstored: !this.options.use_cookies },
      );
    });
  }

  /// Without cookies an id lasts as long as the page, and is of no use where the visitor says who they are.
  private toldCookie(): string {
    const isNamed = 'email' in this.known.person || 'id' in this.known.person;
    if (!this.options.use_cookies && isNamed && !this.isCookieTold) {
      return '';
    }
    this.isCookieTold = true;
    return this.cookie ?? '';
  }

  private envelope(): Values {
    const meta = this.gate.isOpen ? (readCookie('wooMeta') ?? '') : '';
    return envelope(this.options, this.instanceName, this.project(), meta);
  }

  private request(): Values {
    const params = this.envelope();
    Object.assign(this.known.person, visitor(location.search));
    addKnown(params, this.known);
    return params;
  }

  private project(): string {
    return this.options.domain || location.hostname.replace(/^www\./, '');
  }

  private pageView(): Values {
    const properties = empty();
    const hash = this.getPageHash();
    properties['url'] = this.getPageUrl();
    properties['title'] = this.getPageTitle();
    properties['domain'] = location.hostname;
    properties['uri'] = location.href;
    properties['scroll depth'] = this.runtime.page.scrollDepth();
    properties['returning'] = false;
    if (hash) {
      properties['hash'] = hash;
    }
    return properties;
  }

  private campaign(): Values {
    if (this.options.campaign_once && this.isCampaignTold) {
      return empty();
    }
    const found = campaign(location.search, this.options.map_query_params);
    const all = { ...this.hiddenCampaign, ...found };
    this.isCampaignTold ||= Object.keys(all).length > 0;
    return all;
  }

  private applyOptions(): void {
    const { hide_campaign, hide_xdm_data, history_tracking, cross_domain } = this.options;
    let url = location.href;
    if (hide_campaign) {
      Object.assign(this.hiddenCampaign, campaign(location.search, this.options.map_query_params));
      Object.assign(this.known.person, visitor(location.search));
      url = without(url, CAMPAIGN_KEYS);
    }
    if (hide_xdm_data && crossingId(url)) {
      memory.set(this.options.cookie_name, crossingId(url) ?? '');
      url = without(url, CROSSING_KEYS);
    }
    if (url !== location.href) {
      attempt(() => history.replaceState(history.state, '', url), undefined);
    }
    this.lastPage ||= this.pageKey();
    if (history_tracking) {
      this.stopHistory ??= watchSettled(() => this.moved());
    } else {
      this.stopHistory?.();
      this.stopHistory = undefined;
    }
    if (cross_domain.length) {
      this.autoDecorate();
    }
  }

  private pageKey(): string {
    return this.getPageUrl() + (this.options.history_tracking === 'hash' ? location.hash : '');
  }

  private moved(): void {
    this.applyOptions();
    const page = this.pageKey();
    if (page !== this.lastPage) {
      this.lastPage = page;
      this.runtime.page.scrollsAnew();
      this.event(PAGE_VIEW, undefined, {});
    }
  }

  private clicked(event: MouseEvent): void {
    const page = () => {
      const properties = empty();
      properties['page url'] = this.getPageUrl();
      properties['page title'] = this.getPageTitle();
      if (this.getPageHash()) {
        properties['page hash'] = this.getPageHash();
      }
      return properties;
    };
    for (const { name, properties } of clicks(event, this.options, page)) {
      this.event(name, properties, { useBeacon: true });
    }
  }

  private tellOrganisation(key: unknown, value: unknown): void {
    add(this.known.organisation, key, value);
  }

  private jar(): Jar {
    const { cookie_name, cookie_domain, cookie_path, cookie_expire, cookie_secure } = this.options;
    return {
      name: cookie_name,
      domain: cookie_domain,
      path: cookie_path,
      expires: cookie_expire,
      secure: cookie_secure,
    };
  }

  private forget(): void {
    eraseCookie(this.jar());
    memory.delete(this.options.cookie_name);
    this.knownCookie = undefined;
    this.isCookieTold = false;
    this.known = { person: empty(), visit: empty(), organisation: empty() };
    this.live.clear();
  }

  /// Runs with a part, once it is there.
  private use<N extends PartName>(name: N, run: (part: Parts[N]) => void): void {
    let part = this.parts.get(name) as Promise<Parts[N]> | undefined;
    if (!part) {
      part = this.load(name, PART_TRIES).then((make) => make(this));
      this.parts.set(name, part);
    }
    part.then((loaded) => attempt(() => run(loaded), undefined)).catch(() => undefined);
  }

  private load<N extends PartName>(name: N, tries: number): Promise<Part<N>> {
    return this.origin.load(name).catch((failure) => {
      if (tries <= 1) {
        this.parts.delete(name);
        throw failure;
      }
      return new Promise((resolve) => later(PART_RETRY, () => resolve(this.load(name, tries - 1))));
    });
  }
}

function add(to: Values, key: unknown, value: unknown): void {
  if (isObject(key)) {
    Object.assign(to, values(key));
  } else if (key !== undefined) {
    put(to, String(scalar(key) ?? ''), value);
  }
}

function handlingOf(options: Record<string, unknown>, action: TrackedAction): Handling {
  const { onSuccess, callback, onError } = options;
  const isHeard = onSuccess || callback || onError;
  const done = (taken: boolean) => {
    tell(taken ? onSuccess : onError, action);
    if (taken && callback !== onSuccess) {
      tell(callback, action);
    }
  };
  return {
    held: options['queue'] === true,
    urgent: options['useBeacon'] === true,
    ...(isHeard ? { done } : {}),
  };
}
