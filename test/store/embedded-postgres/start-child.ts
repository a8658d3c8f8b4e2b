import { startEmbeddedPostgres } from '../../../src/store/embedded-postgres/embedded-postgres.ts';

/** Stands for the service: starts or adopts the server of a home, says so, and works until told. */
const home = process.argv[2];
const server = await startEmbeddedPostgres({
  dataFolder: `${home}/data/postgres`,
  secretsFolder: `${home}/secrets`,
  reachableFolder: `${home}/reachable`,
  log: { info: () => undefined, warn: () => undefined },
});
console.log(JSON.stringify({ url: server.url, adopted: server.adopted }));
process.once('SIGTERM', () => void server.stop());
