// Where the servers under test, their simulators and their data are. A server has one demo customer, so each worker has
// a server of its own.
export const SERVERS = [0, 1];

export const siteOf = (server: number) => `http://127.0.0.1:${3190 + server}`;
export const simulatorOf = (server: number) => `http://127.0.0.1:${12190 + server}`;
export const databaseOf = (server: number) => `sqlite://${process.env.END2END_DATA}/${server}/site.db`;
export const productsOf = (server: number) => ({
  express: `http://127.0.0.1:${4200 + server}`,
  flask: `http://127.0.0.1:${4210 + server}`,
  axum: `http://127.0.0.1:${4220 + server}`,
});

// Playwright numbers its workers; outside a worker nobody asks.
export const OWN = Number(process.env.TEST_PARALLEL_INDEX ?? 0);
export const SITE = siteOf(OWN);
export const SIMULATOR = simulatorOf(OWN);
export const PRODUCTS = productsOf(OWN);

/** The server with another brand, which a test starts for itself. */
export const BRANDED = `http://127.0.0.1:${3290 + OWN}`;
export const BRANDED_SIMULATOR = `http://127.0.0.1:${12290 + OWN}`;
