import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { drainConnections } from '../../src/http/drain-connections.ts';

it('answers a request that comes on a connection made before the close', async () => {
  const app = Fastify();
  await app.register(drainConnections);
  app.get('/', () => 'here');
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  // Accepted by now: the loop has turned.
  await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  const closing = app.close();
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  socket.destroy();
  await closing;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
