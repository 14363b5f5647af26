// Where the servers under test and their simulators listen. A server has one demo customer, so each worker has a
// server of its own.
export const SERVERS = [0, 1];

export const siteOf = (server: number) => `http://127.0.0.1:${3190 + server}`;
export const simulatorOf = (server: number) => `http://127.0.0.1:${12190 + server}`;

// Playwright numbers its workers; outside a worker nobody asks.
const own = Number(process.env.TEST_PARALLEL_INDEX ?? 0);
export const SITE = siteOf(own);
export const SIMULATOR = simulatorOf(own);
