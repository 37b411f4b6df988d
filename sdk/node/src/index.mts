import { Sojourn, SojournError } from './client.js';

export type { Callback, ClientData, Options, Properties, Response, Stats, TrackOptions } from './client.js';
export { Sojourn, SojournError };
export default Sojourn;
