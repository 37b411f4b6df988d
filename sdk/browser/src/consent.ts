import { readCookie } from './cookie';
import type { Consent, Options } from './types';

/// Holds back what is told until it is known whether it may be.
///
/// While it is not known, nothing is sent, stored or set as a cookie: what is held is in memory alone. Neither while the
/// page is only being prepared, for nobody has seen it.
export interface Gate {
  consent(): Consent;
  isOpen(): boolean;
  set(consent: Consent): void;
  /// Lets what was held go, or forgets it; called when what decides has changed.
  open(): void;
  /// Now, later, or never.
  pass(run: () => void): void;
}

type Asking = Navigator & { doNotTrack?: string | null; globalPrivacyControl?: boolean };

export function createGate(options: Options): Gate {
  let held: (() => void)[] = [];
  let answer: Consent | undefined;

  /// What the visitor said, here or on an earlier page, or else the browser, or else the page.
  const consent = (): Consent => {
    const { doNotTrack, globalPrivacyControl } = navigator as Asking;
    const remembered = options.consent_cookie && readCookie(options.consent_cookie);
    const isRefused =
      (options.respect_dnt && doNotTrack === '1') || (options.respect_gpc && globalPrivacyControl);
    return answer ?? ((remembered as Consent) || (isRefused ? 'denied' : options.consent));
  };
  const isOpen = (): boolean =>
    consent() === 'granted' && !(document as Document & { prerendering?: boolean }).prerendering;
  const open = (): void => {
    const waiting = held;
    held = [];
    waiting.forEach(pass);
  };
  const pass = (run: () => void): void => {
    if (isOpen()) {
      run();
    } else if (consent() !== 'denied') {
      held.push(run);
    }
  };
  document.addEventListener('prerenderingchange', open);

  return {
    consent,
    isOpen,
    set(given) {
      answer = given;
      open();
    },
    open,
    pass,
  };
}
