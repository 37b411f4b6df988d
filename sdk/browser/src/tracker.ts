import { type Address, endpointsOf } from './address';
import { createGate } from './consent';
import { readCookie, writeCookie } from './cookie';
import { optionsOf, PAGE_VIEW, tracked } from './dialect';
import { attempt, errorCount, isFunction, isObject, later, listen } from './guard';
import { createLive } from './live';
import { setOptions, standardOptions } from './options';
import type { Handling } from './outbox';
import { pageState } from './page-state';
import type { Host, Load, PartName, Parts } from './part';
import { CAMPAIGN, CROSSING, campaign, changed, crossingId, visitor } from './query';
import { randomId } from './random';
import { addEvent, addKnown, envelope, type Known, saysSomething } from './request';
import type { Statement } from './store';
import type { Action, Options, Tracker } from './types';
import { add, empty, put, textOf, type Values, values } from './value';

/// Where a tracker comes from.
export interface Origin {
  /// of its script, where there is one
  readonly address: Address | undefined;
  readonly load: Load;
}

/// Waiting for a part that could not be loaded, milliseconds.
const PART_RETRY = 5_000;
const PART_TRIES = 4;

type Given = Record<string, unknown>;

const nobody = (): Known => ({ cv_: empty(), cs_: empty(), co_: empty() });

/// Calls a page's function, should it be one.
const tell = (listener: unknown, told: unknown): unknown =>
  isFunction(listener) ? attempt(() => listener(told)) : undefined;

/// A tracker: what a page calls. Nothing here throws into it: methods are guarded where they are handed out.
export function createTracker(instanceName: string, { address, load }: Origin): Tracker {
  const now = Date.now;
  const { outbox, page, adopt, visitors } = pageState();
  const options = standardOptions(location.hostname, location.protocol === 'https:');
  const gate = createGate(options);
  const live = createLive(page, now);
  const said = new Set<string>();
  const ends: (() => void)[] = [];
  const parts = new Map<PartName, Promise<unknown>>();
  let known = nobody();
  const hiddenCampaign = empty();
  let isCampaignTold = false;
  let isPushing = false;
  let active = now();
  let visitorId: string | undefined;
  let isIdTold = false;

  /// The visitor's id, none while it is not known whether there may be one.
  const cookie = (): string | undefined => {
    if (!visitorId && gate.isOpen()) {
      const { cookie_name: name, use_cookies: isKept } = options;
      visitorId =
        crossingId(location.href) ?? ((isKept && readCookie(name)) || visitors.get(name)) ?? randomId();
      visitors.set(name, visitorId);
      if (isKept) {
        keepCookie(visitorId);
      }
    }
    return visitorId;
  };

  const keepCookie = (value: string): void => {
    const { cookie_name: name, cookie_domain: domain, cookie_path: path, cookie_expire: expires } = options;
    writeCookie({ name, domain, path, expires, secure: options.cookie_secure }, value);
  };

  /// Without cookies an id lasts as long as the page, and is of no use where the visitor says who they are.
  const toldCookie = (): string | undefined => {
    isIdTold ||= options.use_cookies || !('email' in known.cv_ || 'id' in known.cv_);
    return isIdTold ? cookie() : undefined;
  };

  const idle = (): number => (now() - active > options.idle_threshold ? now() - active : 0);

  const project = (): string => options.domain || location.hostname.replace(/^www\./, '');

  const pageUrl = (): string => location.pathname + (options.ignore_query_url ? '' : location.search);

  const pageHash = (): string => (options.save_url_hash ? location.hash : '');

  /// As the document writes it, `&amp;` and all: w.js tells it so, and reports go on under the same titles.
  const pageTitle = (): string => document.querySelector('title')?.innerHTML ?? '';

  const endpoint = (name: string): string => {
    const { host, protocol, track_path, third_party, domain } = options;
    let base =
      !host && address
        ? address.endpoints
        : endpointsOf(host || location.origin, track_path, location.protocol);
    if (protocol) {
      base = base.replace(/^https?:?/, `${protocol.replace(':', '')}:`);
    }
    if (third_party && !domain) {
      throw new Error('third_party needs a domain');
    }
    return base + (third_party ? `tp/${encodeURIComponent(domain)}/` : '') + (name && `${name}/`);
  };

  const base = (): Values => {
    const params = empty();
    params['project'] = project();
    params['instance'] = instanceName;
    params['meta'] = (gate.isOpen() && readCookie('wooMeta')) || '';
    envelope(params, options);
    params['timeout'] = options.idle_timeout;
    return params;
  };

  const request = (): Values => {
    Object.assign(known.cv_, visitor(location.search));
    const params = base();
    addKnown(params, known);
    return params;
  };

  /// The visitor's id is added last: until it may be known there is none.
  const send = (name: Statement['endpoint'], params: Values, handling: Handling): void => {
    const url = endpoint('push');
    const made = now();
    const credentials = options.third_party;
    gate.pass(() => {
      // First, for what is beyond the limit of one statement is left out.
      const { event, idptnc } = params;
      const all = { cookie: toldCookie(), event, idptnc, ...params };
      const unstored = !options.use_cookies;
      if (!unstored) {
        adopt();
      }
      outbox.add({ url, credentials, endpoint: name, params: values(all), made }, { ...handling, unstored });
    });
  };

  const handlingOf = (
    { onSuccess, callback, onError, queue, useBeacon }: Given,
    action: Action,
  ): Handling => ({
    held: queue === true,
    urgent: useBeacon === true,
    done:
      onSuccess || callback || onError
        ? (isTaken) => tell(isTaken ? onSuccess || callback : onError, action)
        : undefined,
  });

  /// An event on its way, or one that it is told more of.
  const actionOf = (name: string, params: Values, meta: Given): Action => {
    const id = textOf(params['idptnc']);
    return {
      id,
      params,
      meta,
      update: (properties, done) => {
        attempt(() => {
          const more = empty();
          put(more, 'event', name);
          more['idptnc'] = id;
          update(more, properties, optionsOf(done), name);
        });
      },
      cancel: () => {
        params['idptnc'] = null;
        attempt(() => cancel(id));
      },
    };
  };

  const cancel = (id: string): void => {
    if (id) {
      live.forget(id);
      outbox.cancel(id);
    }
  };

  const update = (params: Values, properties: unknown, given: Given, name = ''): void => {
    put(params, 'project', project());
    addEvent(params, values(properties));
    const action = actionOf(name, params, given);
    tell(given['onBeforeSend'], action);
    if (params['idptnc'] && saysSomething(params)) {
      send('update', params, { ...handlingOf(given, action), urgent: true });
    }
  };

  const urlCampaign = (): Values => campaign(location.search, options.map_query_params);

  const currentCampaign = (): Values => {
    if (options.campaign_once && isCampaignTold) {
      return {};
    }
    const all = { ...hiddenCampaign, ...urlCampaign() };
    isCampaignTold ||= Object.keys(all).length > 0;
    return all;
  };

  const pageView = (): Values => {
    const hash = pageHash();
    return {
      url: pageUrl(),
      title: pageTitle(),
      domain: location.hostname,
      uri: location.href,
      'scroll depth': page.scrollDepth(),
      returning: false,
      ...(hash && { hash }),
    };
  };

  const event = (name: string, given: unknown, meta: Given): void => {
    init();
    const isPage = name === PAGE_VIEW;
    const properties = { ...currentCampaign(), ...(isPage && attempt(pageView)), ...values(given) };
    Object.assign(properties, values(attempt(() => options.augment_action?.(name, properties))));
    const params = request();
    params['event'] = name;
    params['timeout'] = attempt(() => Number(meta['timeout'])) || options.idle_timeout;
    params['idptnc'] = randomId();
    addEvent(params, properties);
    const action = actionOf(name, params, meta);
    tell(meta['onBeforeSend'], action);
    if (!params['idptnc']) {
      return;
    }
    send('ce', params, handlingOf(meta, action));
    const lifecycle = meta['lifecycle'] ?? (isPage && 'page');
    if (lifecycle === 'page' || lifecycle === 'action') {
      live.follow({
        id: action.id,
        isPage: lifecycle === 'page',
        depth: params['ce_scroll depth'],
        renewAfter: meta['retrack'] ? Number(params['timeout']) : undefined,
        tell: (more) => action.update(more),
        renew: () => event(name, { ...values(given), returning: true }, meta),
      });
    }
    if (options.ping) {
      use('pings', (pings) => pings.start());
    }
  };

  const push = (done?: unknown): void => {
    init();
    isPushing = false;
    const params = request();
    if (Object.keys(params).some((key) => /^(?:c[vso]_|org$)/.test(key))) {
      send('identify', params, { done: isFunction(done) ? () => done() : undefined });
    } else if (isFunction(done)) {
      later(0, done);
    }
    gate.pass(outbox.flush);
  };

  /// Begins to work with the options as they are; the first call that tells something does so too.
  const init = (): void => {
    if (!tracker.loaded) {
      tracker.loaded = true;
      applyOptions();
      gate.pass(cookie);
      tell(options.initialized, tracker);
    }
  };

  const applyOptions = (): void => {
    hideParameters();
    const { click_tracking, outgoing_tracking, download_tracking, cross_domain } = options;
    if (click_tracking || outgoing_tracking || download_tracking) {
      use('links', (links) => links.clicks());
    }
    if (cross_domain.length) {
      use('links', (links) => links.crossing());
    }
    if (options.history_tracking) {
      use('history', (history) => history.watch());
    }
  };

  /// Takes out of the page's address what it said, once it is known.
  const hideParameters = (): void => {
    let url = location.href;
    if (options.hide_campaign) {
      Object.assign(hiddenCampaign, urlCampaign());
      Object.assign(known.cv_, visitor(location.search));
      url = changed(url, CAMPAIGN);
    }
    const crossed = options.hide_xdm_data && crossingId(url);
    if (crossed) {
      visitors.set(options.cookie_name, crossed);
      keepCookie(crossed);
      url = changed(url, CROSSING);
    }
    if (url !== location.href) {
      attempt(() => history.replaceState(history.state, '', url));
    }
  };

  const forget = (): void => {
    keepCookie('');
    visitors.delete(options.cookie_name);
    visitorId = undefined;
    isIdTold = false;
    known = nobody();
    live.forget();
  };

  /// Runs with a part, once it is there.
  const use = <N extends PartName>(name: N, run: (part: Parts[N]) => void, tries = PART_TRIES): void => {
    let part = parts.get(name) as Promise<Parts[N]> | undefined;
    if (!part) {
      part = load(name).then((make) => make(host));
      parts.set(name, part);
    }
    part.then(
      (loaded) => attempt(() => run(loaded)),
      () => {
        parts.delete(name);
        if (tries > 1) {
          later(PART_RETRY, () => use(name, run, tries - 1));
        }
      },
    );
  };

  const decorated = (url: string): string => {
    const id = cookie();
    return id ? changed(url, CROSSING, `__woopraid=${id}`) : url;
  };

  const decorate = (link: unknown): unknown => {
    if (!(link instanceof HTMLAnchorElement)) {
      return decorated(textOf(link));
    }
    link.href = decorated(link.href);
    return link;
  };

  const identify = (key?: unknown, value?: unknown, third?: unknown, fourth?: unknown): unknown => {
    const isAddress = typeof key === 'string' && key.includes('@');
    if (typeof key === 'string' && value === undefined && !isAddress) {
      return known.cv_[key];
    }
    if (isObject(key)) {
      add(known.cv_, key, undefined);
      add(known.co_, value, third);
    } else {
      put(known.cv_, value === undefined ? 'email' : key, value === undefined ? key : value);
      add(known.co_, third, fourth);
    }
    if (options.auto_push && !isPushing) {
      isPushing = true;
      later(0, push);
    }
    return tracker;
  };

  const ping = (): void => send('ping', base(), { passing: true });

  const host: Host = {
    options,
    idle,
    event,
    identify,
    decorate,
    ping,
    page: () => ({ url: pageUrl(), title: pageTitle(), hash: pageHash() }),
    moved: () => {
      hideParameters();
      page.scrollAnew();
      event(PAGE_VIEW, undefined, {});
    },
    attempt,
    listen: (target, types, hear) => {
      ends.push(listen(target, types, hear));
    },
    ending: (end) => {
      ends.push(end);
    },
  };

  /// What answers the tracker, as everything does that fails.
  const commands: Record<string, (...args: unknown[]) => void> = {
    track: (...args) => {
      const { name, properties, options: meta } = tracked(args);
      event(name, properties, meta);
    },
    identifyOrg: (key, value) => add(known.co_, key, value),
    visit: (key, value) => add(known.cs_, key, value),
    update: (id, properties, done) => {
      const params = empty();
      put(params, 'idptnc', id);
      update(params, properties, optionsOf(done));
    },
    cancelAction: (id) => cancel(textOf(id)),
    trackForm: (...args) => use('forms', (forms) => forms.form(args)),
    trackClick: (...args) => use('forms', (forms) => forms.click(args)),
    push,
    ping,
    startPing: () => use('pings', (pings) => pings.start()),
    stopPing: () => use('pings', (pings) => pings.stop()),
    autoDecorate: () => use('links', (links) => links.crossing()),
    sendBeacons: outbox.flush,
    sleep: () => {},
    init,
    reset: () => {
      forget();
      gate.pass(cookie);
    },
    dispose: () => {
      page.watchers.delete(live);
      for (const end of ends) {
        end();
      }
    },
  };

  const answers: Record<string, (...args: unknown[]) => unknown> = {
    config: (key, value) => {
      if (!isObject(key) && value === undefined) {
        return options[textOf(key) as keyof Options];
      }
      setOptions(options, isObject(key) ? key : { [textOf(key)]: value }, said);
      visitorId = undefined;
      if (tracker.loaded) {
        applyOptions();
      }
      gate.open();
      return tracker;
    },
    identify,
    call: (method, ...args) => {
      const run = isFunction(method) ? method : (tracker as unknown as Given)[textOf(method)];
      return isFunction(run) ? run.apply(tracker, args) : tracker;
    },
    consent: (answer) => {
      if (answer !== 'granted' && answer !== 'denied' && answer !== 'pending') {
        return gate.consent();
      }
      if (answer === 'denied') {
        forget();
        outbox.cancel();
      }
      gate.set(answer);
      if (options.consent_cookie) {
        use('consent', (consent) => consent.remember(answer));
      }
      return tracker;
    },
    decorate,
    undecorate: (url) => changed(textOf(url), CROSSING),
    getUrlId: (url = location.href) => crossingId(textOf(url)),
    getCookie: cookie,
    getEndpoint: (name) => endpoint(textOf(name)),
    getProtocol: () => endpoint('').replace(/:.*/, ''),
    getPageUrl: pageUrl,
    getPageHash: pageHash,
    getPageTitle: pageTitle,
    getDomainName: () => location.hostname,
    getURI: () => location.href,
    getOptionParams: base,
  };

  const tracker = {
    version: 11,
    loaded: false,
    instanceName,
    get cookie() {
      return attempt(cookie);
    },
    get idle() {
      return idle();
    },
    get errors() {
      return errorCount();
    },
  } as Tracker & { loaded: boolean };
  // The one place where calls of the page are guarded.
  const guard = (methods: typeof answers, isAnswer: boolean) => {
    for (const name of Object.keys(methods)) {
      (tracker as unknown as Given)[name] = (...args: unknown[]) => {
        let answer: unknown = tracker;
        attempt(() => {
          const said = methods[name]?.(...args);
          answer = isAnswer ? said : answer;
        });
        return answer;
      };
    }
  };
  guard(answers, true);
  guard(commands, false);
  page.watchers.add(live);
  host.listen(window, 'pointermove pointerdown keydown scroll', () => {
    active = now();
  });
  return tracker;
}

/// Replays a call that a stub noted: a method's name and its arguments.
export function replay(tracker: Tracker, entry: unknown): void {
  attempt(() => {
    const [name, ...args] = Array.from(entry as ArrayLike<unknown>);
    const method = (tracker as unknown as Given)[textOf(name)];
    if (isFunction(method)) {
      method(...args);
    }
  });
}
