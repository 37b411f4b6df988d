import * as sdk from './client';

/** What `require('@sojourn/node')` gives: the class itself, as `require('woopra')` does. */
const Sojourn = Object.assign(sdk.Sojourn, {
  Sojourn: sdk.Sojourn,
  SojournError: sdk.SojournError,
  default: sdk.Sojourn,
});
type Sojourn = sdk.Sojourn;

namespace Sojourn {
  export type Options = sdk.Options;
  export type TrackOptions = sdk.TrackOptions;
  export type ClientData = sdk.ClientData;
  export type Properties = sdk.Properties;
  export type Callback = sdk.Callback;
  export type Response = sdk.Response;
  export type Stats = sdk.Stats;
  export type SojournError = sdk.SojournError;
}

export = Sojourn;
