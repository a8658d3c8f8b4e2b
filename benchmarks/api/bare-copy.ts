import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

// What an upload is held against: a bare server that appends each body to one file and syncs it
// before it answers. `node bare-copy.ts <file>` prints its port.

const path = process.argv[2];
const server = createServer((request, response) => {
  const take = async () => {
    await pipeline(request, createWriteStream(path, { flags: 'a' }));
    const file = await open(path, 'r+');
    await file.datasync().finally(() => file.close());
    response.writeHead(204).end();
  };
  take().catch(() => response.writeHead(500).end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
