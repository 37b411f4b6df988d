/// The script that pages load: takes over the stubs that noted calls, one tracker for each.

import { addressOf } from './address';
import { attempt, isObject, later } from './guard';
import type { Load, Part, PartName } from './part';
import { createTracker, replay } from './tracker';
import type { Tracker } from './types';

interface Stub {
  _e: { push(entry: unknown): unknown };
}

interface Globals {
  WoopraTracker?: { part(name: PartName, part: Part<PartName>): void };
  WoopraLoadScript?: typeof loadScript;
  woopraTracker?: Tracker;
  __woo?: Record<string, unknown>;
  _w?: Record<string, unknown>;
  [instance: string]: unknown;
}

const globals = window as unknown as Globals;
const script = document.currentScript as HTMLScriptElement | null;
const address = addressOf(script?.src ?? '');
const loaded: Partial<Record<PartName, Part<PartName>>> = {};

function loadScript(src: string, done?: () => void, failed?: () => void): void {
  const element = document.createElement('script');
  element.src = src;
  element.nonce = script?.nonce ?? '';
  const ended = (tell?: () => void) => () => {
    element.remove();
    attempt(() => tell?.());
  };
  element.onload = ended(done);
  element.onerror = ended(failed);
  document.head.appendChild(element);
}

const load: Load = (name) =>
  new Promise((resolve, reject) => {
    const take = () => (loaded[name] ? resolve(loaded[name] as never) : reject());
    if (loaded[name]) {
      take();
    } else {
      loadScript(`${address?.parts}-${name}.js`, take, take);
    }
  });

/// `new WoopraTracker('name')` is a tracker.
function WoopraTracker(name?: unknown): Tracker {
  return createTracker(typeof name === 'string' ? name : 'woopra', { address, load });
}

/// How a part's script hands itself over.
WoopraTracker.part = (name: PartName, part: Part<PartName>) => {
  loaded[name] = part;
};

/// `config` first, then, a moment later, everything else. Who kept the stub goes on calling the tracker through it.
function takeOver(name: string, stub: Stub, noted: unknown[]): void {
  const tracker = WoopraTracker(name);
  const isConfig = (entry: unknown) => isObject(entry) && entry[0] === 'config';
  const replayed = (entry: unknown) => replay(tracker, entry);
  stub._e = { push: replayed };
  noted.filter(isConfig).forEach(replayed);
  globals[name] = tracker;
  globals.woopraTracker ??= tracker;
  later(1, () => {
    replayed(['init']);
    noted.filter((entry) => !isConfig(entry)).forEach(replayed);
  });
}

if (!globals.WoopraTracker) {
  globals.WoopraTracker = WoopraTracker;
  globals.WoopraLoadScript = loadScript;
}
for (const stubs of [globals.__woo, globals._w]) {
  for (const name of Object.keys(stubs ?? {})) {
    attempt(() => {
      const stub = stubs?.[name] as Stub;
      if (Array.isArray(stub._e)) {
        takeOver(name, stub, stub._e);
      }
    });
  }
}
