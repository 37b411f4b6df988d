/// What pages say to the tracker. Everything is optional, and nothing that is passed is trusted.

import type { Scalar } from './value';

export type { Scalar };

/// Properties of an event, a visitor, a visit or an organisation.
export type Properties = Readonly<Record<string, unknown>>;

export type Consent = 'granted' | 'denied' | 'pending';

/// An event on its way.
export interface Action {
  readonly id: string;
  /// the request's parameters; what is changed in `onBeforeSend` is sent
  readonly params: Record<string, Scalar>;
  /// what `track` was told beside the properties
  readonly meta: Properties;
  /// adds properties to the event
  update(properties: Properties, done?: Done | UpdateOptions): void;
  /// takes the event back where it was not sent yet, and ends its updates
  cancel(): void;
}

export type Done = (action: Action) => void;

export interface UpdateOptions {
  /// the server has it
  readonly onSuccess?: Done;
  readonly callback?: Done;
  /// the server refused it for good
  readonly onError?: Done;
  readonly onBeforeSend?: Done;
}

export interface TrackOptions extends UpdateOptions {
  /// idle time of the visit, milliseconds
  readonly timeout?: number;
  /// waits until the page is hidden or something is flushed
  readonly queue?: boolean;
  /// sends what is queued along
  readonly useBeacon?: boolean;
  /// which foreground time is added when the page is hidden
  readonly lifecycle?: 'page' | 'action';
  /// a page that is seen again after `timeout` is a new event
  readonly retrack?: boolean;
}

/// Options of `trackClick` and `trackForm`.
export interface BindOptions extends UpdateOptions {
  /// in place of a selector
  readonly elements?: ArrayLike<Element> | Element;
}

export interface FormOptions extends BindOptions {
  /// names of fields that are not read
  readonly exclude?: readonly string[];
  /// names of fields that are read whatever their type; never a password or a file
  readonly include?: readonly string[];
  /// properties of the visitor out of the form's
  readonly identify?: (fields: Record<string, Scalar>) => Properties;
  /// the form is tracked but not submitted
  readonly noSubmit?: boolean;
}

export interface ClickOptions extends BindOptions {
  /// the click is tracked but does nothing else
  readonly noNav?: boolean;
}

/// What the guide's dialect says in one object.
export interface Described extends FormOptions, ClickOptions {
  readonly eventName?: string;
  readonly eventData?: Properties;
}

export interface Options {
  app: string;
  appier_app_id: string;
  augment_action: ((name: string, properties: Properties) => Properties | undefined) | undefined;
  auto_push: boolean;
  beacons: boolean;
  campaign_once: boolean;
  click_pause: number;
  click_tracking: boolean;
  click_tracking_matcher_selectors: readonly string[];
  consent: Consent;
  consent_cookie: string;
  context: Properties | undefined;
  cookie_domain: string;
  cookie_expire: Date;
  cookie_name: string;
  cookie_path: string;
  cookie_secure: boolean;
  cross_domain: readonly string[];
  dialect: 'official' | 'guide';
  domain: string;
  download_extensions: readonly string[];
  download_pause: number;
  download_tracking: boolean;
  form_pause: number;
  hide_campaign: boolean;
  hide_xdm_data: boolean;
  history_tracking: boolean | 'hash';
  host: string;
  idle_threshold: number;
  idle_timeout: number;
  ignore_query_url: boolean;
  initialized: ((tracker: unknown) => void) | undefined;
  ip: string;
  map_query_params: Readonly<Record<string, string>>;
  outgoing_ignore_subdomain: boolean;
  outgoing_pause: number;
  outgoing_tracking: boolean;
  personalization: boolean;
  ping: boolean;
  ping_interval: number;
  protocol: string;
  region: string;
  respect_dnt: boolean;
  respect_gpc: boolean;
  save_url_hash: boolean;
  third_party: boolean;
  track_path: string;
  use_cookies: boolean;
}

/// Options as pages may write them.
export type GivenOptions = Partial<
  Omit<Options, 'cookie_expire' | 'cross_domain' | 'download_extensions'>
> & {
  /// a date, or days
  cookie_expire?: Date | number;
  cross_domain?: false | string | readonly string[];
  /// `pdf,zip` or a list
  download_extensions?: string | readonly string[];
  /// the guide's name of `third_party`
  third_party_cookie?: boolean;
};

/// What a page calls. Nothing throws; what fails is counted.
export interface Tracker {
  readonly version: number;
  readonly loaded: boolean;
  readonly instanceName: string;
  /// the visitor's id; none while it is not known whether there may be one
  readonly cookie: string | undefined;
  /// milliseconds without a movement, 0 until they exceed `idle_threshold`
  readonly idle: number;
  /// how often something failed that should not have
  readonly errors: number;

  config(options: GivenOptions): this;
  config(name: string, value: unknown): this;
  config(name: string): unknown;
  identify(properties: Properties, organisation?: Properties): this;
  identify(address: string): this;
  identify(
    key: string,
    value: unknown,
    organisation?: Properties | string,
    organisationValue?: unknown,
  ): this;
  identifyOrg(properties: Properties | string, value?: unknown): this;
  visit(properties: Properties | string, value?: unknown): this;
  track(name?: string, properties?: Properties, done?: Done | TrackOptions): this;
  track(name: string, done: Done): this;
  track(properties: Properties, done?: Done | TrackOptions): this;
  track(done: Done): this;
  update(id: string, properties: Properties, done?: Done | UpdateOptions): this;
  cancelAction(id: string): this;
  trackForm(name: string, selector: string | FormOptions, options?: FormOptions): this;
  trackForm(selector: string, described?: Described): this;
  trackClick(
    name: string,
    selector: string | ClickOptions,
    properties?: Properties,
    options?: ClickOptions,
  ): this;
  trackClick(selector: string, described?: Described): this;
  /// sends what is known of the visitor, and everything that waits
  push(done?: () => void): this;
  ping(): this;
  startPing(): this;
  stopPing(): this;
  call(method: string | ((...args: unknown[]) => unknown), ...args: unknown[]): unknown;
  consent(answer: Consent): this;
  consent(): Consent;
  /// another visitor from now on
  reset(): this;
  dispose(): this;
  /// an address or link with the visitor's id, for another domain of the project
  decorate<T extends string | HTMLAnchorElement>(link: T): T;
  undecorate(url: string): string;
  autoDecorate(): this;
  getCookie(): string | undefined;
  getUrlId(url?: string): string | undefined;
  getEndpoint(name?: string): string;
  getProtocol(): string;
  getPageUrl(): string;
  getPageHash(): string;
  getPageTitle(): string;
  getDomainName(): string;
  getURI(): string;
  getOptionParams(): Record<string, Scalar>;
  sendBeacons(): this;
  sleep(): this;
  init(): this;
}
