import { Server } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** So long everybody is told by 503 to ask another node, before the door is closed. */
const warnMilliseconds = 200;
/** A connection that was just made gets so long to say what it wants. */
const drainMilliseconds = 300;
const lookMilliseconds = 20;
/** Whoever asked so lately may ask again. */
const lateMilliseconds = 5000;

/**
 * Stops listening before connections are closed: Node's own close counts one whose request is still
 * on the way as idle and resets it, a lost request. So it is answered, with 503 while we close, and
 * whoever comes later is refused. Where nobody has asked for a
 * while, nobody is waited for.
 */
export const drainConnections = fastifyPlugin(
  (app: FastifyInstance) => {
    let askedAt = -lateMilliseconds;
    app.addHook('onRequest', async () => {
      askedAt = performance.now();
    });
    app.addHook('preClose', async () => {
      if (!app.server.listening) return;
      // Whoever waits to be accepted when the door closes is reset: so few should be left.
      if (performance.now() - askedAt < lateMilliseconds) await delay(warnMilliseconds);
      // Right after the loop has accepted whoever waits.
      await setImmediate();
      Server.prototype.close.call(app.server);
      for (let waited = 0; waited < drainMilliseconds; waited += lookMilliseconds) {
        if ((await connectionCount(app)) === 0) return;
        await delay(lookMilliseconds);
      }
    });
    return Promise.resolve();
  },
  { name: 'drain-connections' },
);

function connectionCount({ server }: FastifyInstance): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error ? 0 : count));
  });
}
