import { readCookie } from './cookie';
import { tolerate } from './guard';
import type { Consent, Options } from './types';

/// Whether the browser asks not to be tracked, as far as the options respect it.
export function isRefused(options: Options): boolean {
  const asked = navigator as Navigator & { doNotTrack?: string | null; globalPrivacyControl?: boolean };
  return tolerate(
    () =>
      (options.respect_dnt && asked.doNotTrack === '1') ||
      (options.respect_gpc && asked.globalPrivacyControl === true),
    false,
  );
}

/// What the visitor answered on an earlier page.
function remembered({ consent_cookie: name }: Options): Consent | undefined {
  const answer = name && readCookie(name);
  return answer === 'granted' || answer === 'denied' ? answer : undefined;
}

/// Holds back what is told until it is known whether it may be.
///
/// While it is not known, nothing is sent, stored or set as a cookie: what is held is in memory alone. Neither while the
/// page is only being prepared, for nobody has seen it.
export class Gate {
  private held: (() => void)[] = [];
  private answer: Consent | undefined;

  constructor(private readonly options: Options) {
    if (isPrerendering()) {
      document.addEventListener('prerenderingchange', () => this.open());
    }
  }

  /// What the visitor said, or else the browser, or else the page.
  get consent(): Consent {
    return (
      this.answer ?? remembered(this.options) ?? (isRefused(this.options) ? 'denied' : this.options.consent)
    );
  }

  get isOpen(): boolean {
    return this.consent === 'granted' && !isPrerendering();
  }

  set(consent: Consent): void {
    this.answer = consent;
    this.open();
  }

  /// Lets what was held go, or forgets it; called when what decides has changed.
  open(): void {
    if (this.consent === 'denied') {
      this.held = [];
    } else if (this.isOpen) {
      for (const run of this.held.splice(0)) {
        run();
      }
    }
  }

  /// Now, later, or never.
  pass(run: () => void): void {
    if (this.isOpen) {
      run();
    } else if (this.consent !== 'denied') {
      this.held.push(run);
    }
  }
}

const isPrerendering = (): boolean =>
  (document as Document & { prerendering?: boolean }).prerendering === true;
