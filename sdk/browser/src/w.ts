/// The script that pages load: takes over the stubs that noted calls, one tracker for each.

import { addressOf } from './address';
import { attempt, isObject, later } from './guard';
import type { Load, Part, PartName } from './part';
import { replay, Tracker } from './public';
import type { Origin } from './tracker';

const script = document.currentScript as HTMLScriptElement | null;
const address = addressOf(script?.src ?? '');

const loaded: Partial<Record<PartName, Part<PartName>>> = {};

function loadScript(src: string, done?: () => void, failed?: () => void): void {
  const element = document.createElement('script');
  element.async = true;
  element.src = src;
  if (script?.nonce) {
    element.nonce = script.nonce;
  }
  element.onload = () => {
    element.remove();
    attempt(() => done?.(), undefined);
  };
  element.onerror = () => {
    element.remove();
    attempt(() => failed?.(), undefined);
  };
  (document.head ?? document.documentElement).appendChild(element);
}

const load: Load = (name) =>
  new Promise((resolve, reject) => {
    const take = () => (loaded[name] ? resolve(loaded[name] as never) : reject(new Error(name)));
    if (loaded[name]) {
      take();
    } else {
      loadScript(`${address?.parts}-${name}.js`, take, take);
    }
  });

const origin: Origin = { address, load };

class WoopraTracker extends Tracker {
  constructor(name?: unknown) {
    super(name === undefined ? 'woopra' : String(name), origin);
  }

  /// How a part's script hands itself over.
  static part(name: PartName, part: Part<PartName>): void {
    loaded[name] = part;
  }
}

interface Stub {
  _e: unknown[];
}

interface Globals {
  WoopraTracker?: typeof WoopraTracker;
  WoopraLoadScript?: typeof loadScript;
  woopraTracker?: Tracker;
  __woo?: Record<string, unknown>;
  _w?: Record<string, unknown>;
  [instance: string]: unknown;
}

const globals = window as unknown as Globals;

const isStub = (value: unknown): value is Stub => isObject(value) && Array.isArray(value['_e']);

/// `config` first, then, a moment later, everything else. Who kept the stub goes on calling the tracker through it.
function takeOver(name: string, stub: Stub): void {
  const tracker = new WoopraTracker(name);
  const isConfig = (entry: unknown) => isObject(entry) && entry[0] === 'config';
  const entries = stub._e;
  stub._e = { push: (entry: unknown) => replay(tracker, entry) } as unknown as unknown[];
  for (const entry of entries.filter(isConfig)) {
    replay(tracker, entry);
  }
  globals[name] = tracker;
  globals.woopraTracker ??= tracker;
  later(1, () => {
    tracker.init();
    for (const entry of entries) {
      if (!isConfig(entry)) {
        replay(tracker, entry);
      }
    }
  });
}

attempt(() => {
  globals.WoopraTracker ??= WoopraTracker;
  globals.WoopraLoadScript ??= loadScript;
  const Latest = globals.WoopraTracker;
  for (const stubs of [globals.__woo, globals._w]) {
    for (const name of Object.keys(stubs ?? {})) {
      const stub = stubs?.[name];
      if (isStub(stub) && Latest) {
        attempt(() => takeOver(name, stub), undefined);
      }
    }
  }
}, undefined);
